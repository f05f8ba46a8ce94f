import type en from '../assets/locales/en.json'

// The compiler checks keys by the English locale. locales.test.ts checks that the Dutch one has the same keys.
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof en }
  }
}
