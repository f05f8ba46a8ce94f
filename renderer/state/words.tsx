import { createContext, useContext, useEffect, useMemo, type ReactNode } from 'react'
import { I18nProvider } from 'react-aria-components'
import { chooseLanguage, localeTags, type Language } from '../../words/language.ts'
import { createTranslate, type Translate } from '../../words/translate.ts'
import { useWindowStore } from './window-state.ts'

export interface Words {
  readonly t: Translate
  readonly language: Language
}

const WordsContext = createContext<Words | undefined>(undefined)

/** Provides the person's language to the components below, and sets it on the page. */
export const WordsProvider = ({ children }: { readonly children: ReactNode }) => {
  const setting = useWindowStore(({ settings }) => settings?.language ?? 'system')
  const language = chooseLanguage(setting, {}, navigator.language)
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
