import en from '../assets/locales/en.json'
import { printable } from './printable.ts'
import type { Translate } from './translate.ts'

type ReasonKey = keyof typeof en.reason
type OpenReasonKey = keyof typeof en.reasonWith

const isReason = (key: string): key is ReasonKey => Object.hasOwn(en.reason, key)

/** Reasons that hold a name or a number of their own, which the locale has as {{value}}. */
const openReasons: readonly (readonly [RegExp, OpenReasonKey])[] = [
  [/^key of (.+)$/, 'key-of'],
  [/^password of (.+)$/, 'password-of'],
  [/^answers for (.+)$/, 'answers-for'],
  [/^passphrase of (.+), which only the keychain held$/, 'passphrase-lost-of'],
  [/^passphrase of (.+)$/, 'passphrase-of'],
  [/^an RSA key of (\d+) bits is too short: make a new key$/, 'rsa-too-short'],
  [/^an RSA key of (\d+) bits is longer than SSH allows$/, 'rsa-too-long'],
  [/^it holds (\d+) keys, and one is expected$/, 'several-keys'],
  [/^key-not-forwarded (\S+)$/, 'key-not-forwarded'],
  [/^key-unanswered (\S+)$/, 'key-unanswered'],
  [/^keys of the kind (.+) are not (?:known|used here): make an ed25519 key$/, 'kind-not-known'],
]

/** `it is not a file` and `it-is-not-a-file` are one reason. */
const slugOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

/** The words for a reason that the locale knows, with a name or a number of its own or without. */
const knownWords = (t: Translate, text: string): string | undefined => {
  const slug = slugOf(text)
  if (isReason(slug)) return t(`reason.${slug}`)
  for (const [pattern, key] of openReasons) {
    const value = pattern.exec(text)?.[1]
    if (value !== undefined) return t(`reasonWith.${key}`, { value })
  }
  return undefined
}

/**
 * A cause that a room gave, in the person's language. Rooms write a slug or a short English sentence, which stand in the locale under
 * `reason`; what a server or the OS said is none of them and stays as it is.
 */
export const reasonWords = (t: Translate, reason: string): string => {
  const text = printable(reason)
  const words = knownWords(t, text)
  if (words !== undefined) return words
  // "the file is damaged: its padding is not in order" is two reasons in a row.
  const [whole = '', ...details] = text.split(': ')
  const first = details.length === 0 ? undefined : knownWords(t, whole)
  return first === undefined ? text : `${first}: ${reasonWords(t, details.join(': '))}`
}
