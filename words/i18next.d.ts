import type en from '../assets/locales/en.json'

// Keys are checked by the compiler: English is the list of them, and locales.test.ts holds Dutch to it.
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof en }
  }
}
