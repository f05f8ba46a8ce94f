import { createContext, useContext, useEffect, useMemo, useSyncExternalStore, type ReactNode } from 'react'
import { I18nProvider } from 'react-aria-components'
import { chooseLanguage, localeTags, type Language } from '../../words/language.ts'
import { createTranslate, type Translate } from '../../words/translate.ts'
import { useWindowStore } from './window-state.ts'

export interface Words {
  readonly t: Translate
  readonly language: Language
}

const WordsContext = createContext<Words | undefined>(undefined)

/** Calls `changed` when the person changes the languages of the browser or the system. */
const followSystem = (changed: () => void): (() => void) => {
  window.addEventListener('languagechange', changed)
  return () => window.removeEventListener('languagechange', changed)
}

/** Provides the person's language to the components below, and sets it on the page. */
export const WordsProvider = ({ children }: { readonly children: ReactNode }) => {
  const setting = useWindowStore(({ settings }) => settings?.language ?? 'system')
  const ofSystem = useSyncExternalStore(followSystem, () => navigator.language)
  const language = chooseLanguage(setting, {}, ofSystem)
  const words = useMemo(() => ({ t: createTranslate(language), language }), [language])
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  return (
    <I18nProvider locale={localeTags[language]}>
      <WordsContext value={words}>{children}</WordsContext>
    </I18nProvider>
  )
}

export const useWords = (): Words => {
  const words = useContext(WordsContext)
  if (words === undefined) throw new Error('drawn outside WordsProvider')
  return words
}
