import type { Settings } from '../contract/settings.ts'

export const languages = ['en', 'nl'] as const
export type Language = (typeof languages)[number]

/** The tag that numbers and times are written by. */
export const localeTags: Readonly<Record<Language, string>> = { en: 'en-GB', nl: 'nl-NL' }

const languageOf = (locale: string): Language => (/^nl([_.@-]|$)/i.test(locale) ? 'nl' : 'en')

/**
 * The language to speak: the person's setting, else the locale of messages by POSIX's order (LC_ALL, LC_MESSAGES, LANG; an empty
 * variable counts as unset), else the one that the OS gave to Node.
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
