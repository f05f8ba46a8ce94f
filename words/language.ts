import type { Settings } from '../contract/settings.ts'

export const languages = ['en', 'nl'] as const
export type Language = (typeof languages)[number]

/** The tag for the format of numbers and times. */
export const localeTags: Readonly<Record<Language, string>> = { en: 'en-GB', nl: 'nl-NL' }

const languageOf = (locale: string): Language => (/^nl([_.@-]|$)/i.test(locale) ? 'nl' : 'en')

/**
 * Returns the language of the interface: the person's setting, else the locale of messages in POSIX's order (LC_ALL, LC_MESSAGES, LANG; an
 * empty variable counts as unset), else the locale of the OS as Node knows it.
 */
export const chooseLanguage = (
  setting: Settings['language'],
  environment: Readonly<Record<string, string | undefined>>,
  osLocale: string,
): Language => {
  if (setting !== 'system') return setting
  const named = ['LC_ALL', 'LC_MESSAGES', 'LANG'].map((name) => environment[name] ?? '').find((value) => value !== '')
  return languageOf(named ?? osLocale)
}
