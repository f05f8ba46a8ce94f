import { createInstance, type TFunction } from 'i18next'
import en from '../assets/locales/en.json'
import nl from '../assets/locales/nl.json'
import { formatDate } from './dates.ts'
import type { Language } from './language.ts'

export type Translate = TFunction

/** Returns a translator for one language. Values are plain text, so they are not escaped for HTML. `{{since, date}}` is a date in ISO 8601. */
export const createTranslate = (language: Language): Translate => {
  const instance = createInstance()
  void instance.init({
    lng: language,
    fallbackLng: 'en',
    initAsync: false,
    resources: { en: { translation: en }, nl: { translation: nl } },
    interpolation: { escapeValue: false },
  })
  instance.services.formatter?.add('date', (iso) => formatDate(String(iso), language))
  return instance.t
}
