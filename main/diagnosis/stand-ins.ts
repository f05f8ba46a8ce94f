import { isIP } from 'node:net'
import { ownWords, wordPattern, wordsOf } from './own-words.ts'
import type { KnownName, NameKind, Names } from './names.ts'

/** Replaces words that might be names. */
const blank = '…'

/** Names that every computer has for itself. */
const loopbackNames: readonly string[] = ['localhost', '127.0.0.1', '::1']

/** Files of the data folder, whose names look like host names. */
const ownFiles: readonly string[] = ['settings.json', 'traffic.json', 'postern.log']

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
const letter = wordPattern.source.slice(0, -1)
const beginsWithLetter = new RegExp(`^${letter}`, 'u')
const endsWithLetter = new RegExp(`${letter}$`, 'u')

/** Matches the name as a whole word: `bob`, but not the first half of `bobby`, because the other half would be left. */
const whole = (name: string): string =>
  `${beginsWithLetter.test(name) ? `(?<!${letter})` : ''}${escaped(name)}${endsWithLetter.test(name) ? `(?!${letter})` : ''}`

const isShown = (word: string): boolean => /^\d{1,5}$/.test(word) || ownWords.has(word.toLowerCase())

/**
 * Whether a name consists of Postern's own words, such as an account `mail`. It stays in a sentence, because a stand-in in Postern's own
 * sentences would reveal it.
 */
const isOwnWords = (name: string): boolean =>
  /^[\p{L}\p{N} _-]+$/u.test(name) && /\p{L}/u.test(name) && wordsOf(name).every(isShown)

const host = `(?:${letter}|[-_])+(?:\\.(?:${letter}|[-_])+)+`
const patterns = {
  time: `\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z(?!${letter})`,
  // Each diagnosis replaces this pattern.
  known: '',
  algorithm: '[a-z0-9-]+@(?:openssh\\.com|libssh\\.org)(?![^\\s,;:)])',
  fingerprint: '\\bSHA256:[A-Za-z0-9+/]{43}(?![A-Za-z0-9+/])',
  mailAddress: '[^\\s@"\'<>(),;:]+@[^\\s@"\'<>(),;:]+',
  address: `(?:(?:\\d{1,3}\\.){3}\\d{1,3}|(?:[0-9a-f]{0,4}:){2,7}(?:(?:\\d{1,3}\\.){3}\\d{1,3}|[0-9a-f]{0,4})(?:%\\w+)?)(?!${letter})`,
  host,
  word: wordPattern.source,
} as const
type PatternName = keyof typeof patterns

const isVersion = (text: string): boolean => /^\d{1,5}(?:\.\d{1,5}){1,2}$/.test(text)
const ownWordsOf = (text: string): string => text.replace(wordPattern, (word) => (isShown(word) ? word : blank))

/**
 * Writes names as stand-ins, numbered in the order in which they come. `known` returns the names to find in texts.
 *
 * SECURITY: texts come from servers, libraries and people, and a list of names is never complete. So the list is of words that stay:
 * everything but stand-ins, numbers of up to five digits and Postern's own words becomes `…`. A banner cannot pass on a name in any spelling.
 */
export const createStandIns = (known: (of: Names['of']) => readonly KnownName[]): Names => {
  const given = new Map<string, string>()
  const counts = new Map<NameKind, number>()

  const of = (kind: NameKind, name: string): string => {
    if (loopbackNames.includes(name.toLowerCase())) return name
    const key = `${kind} ${name.toLowerCase()}`
    const standIn = given.get(key) ?? `${kind}-${(counts.get(kind) ?? 0) + 1}`
    if (!given.has(key)) counts.set(kind, (counts.get(kind) ?? 0) + 1)
    given.set(key, standIn)
    return standIn
  }

  const standIns = new Map<string, string>()
  for (const { name, standIn } of known(of))
    if (name !== '' && !loopbackNames.includes(name) && !standIns.has(name.toLowerCase())) standIns.set(name.toLowerCase(), standIn)
  const searched = [...standIns.keys()].filter((name) => !isOwnWords(name)).sort((a, b) => b.length - a.length)

  const replacing = new RegExp(
    Object.entries({ ...patterns, known: [...searched.map(whole), '(?!)'].join('|') })
      .map(([name, pattern]) => `(?<${name}>${pattern})`)
      .join('|'),
    'giu',
  )
  const replacementOf = (name: PatternName, text: string): string => {
    switch (name) {
      case 'time':
        return text
      case 'known':
        return standIns.get(text.toLowerCase()) ?? blank
      case 'fingerprint':
        return of('fingerprint', text)
      case 'mailAddress':
        return of('mail-address', text)
      case 'address':
        return isIP(text.replace(/%.*/, '')) === 0 ? ownWordsOf(text) : of('address', text)
      case 'host':
        return isVersion(text) || ownFiles.includes(text.toLowerCase()) ? text : of('name', text)
      case 'algorithm':
      case 'word':
        return ownWordsOf(text)
    }
  }

  const withStandIns = (text: string): string =>
    text
      .replace(replacing, (match: string, ...details: unknown[]) => {
        const groups = details.at(-1) as Readonly<Record<string, string | undefined>>
        const [name = 'word'] = Object.entries(groups).find(([, value]) => value !== undefined) ?? []
        return replacementOf(name as PatternName, match)
      })
      .replace(/…(?:[\s\p{P}\p{S}]*…)+/gu, blank)

  // Stand-ins, numbers and the marks between them could form a name again: `10.0.0.1.2.3.4` becomes `address-1.2.3.4`, which holds `1.2.3.4`.
  const spelt = searched.filter((name) => wordsOf(name).join('') !== name || /^\d+$/.test(name))
  const spellsName = (text: string): boolean => spelt.some((name) => text.toLowerCase().includes(name))

  return {
    of,
    within: (text) => {
      // A value that equals a name is that name, even if it is also a word of Postern's.
      const standIn = standIns.get(text.toLowerCase())
      if (standIn !== undefined) return standIn
      const written = withStandIns(text)
      return spellsName(written) ? blank : written
    },
  }
}
