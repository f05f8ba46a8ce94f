import { createInstance, type TFunction } from 'i18next'
import en from '../assets/locales/en.json'
import nl from '../assets/locales/nl.json'
import type { Language } from './language.ts'

export type Translate = TFunction

/** Returns a translator for one language. Values are plain text, so they are not escaped for HTML. */
export const createTranslate = (language: Language): Translate => {
  const instance = createInstance()
  void instance.init({
    lng: language,
    fallbackLng: 'en',
    initAsync: false,
    resources: { en: { translation: en }, nl: { translation: nl } },
    interpolation: { escapeValue: false },
  })
  return instance.t
}
