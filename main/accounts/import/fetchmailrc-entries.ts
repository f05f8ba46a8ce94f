import { fetchmailTokens, type FetchmailToken } from './fetchmailrc-tokens.ts'

/** An option of a server entry by its full name, with the words that belong to it. */
export interface FetchmailOption {
  readonly name: string
  readonly values: readonly string[]
}

export interface FetchmailEntry {
  readonly kind: 'poll' | 'defaults' | 'set'
  /** The server's name in the entry, or the name of the setting. */
  readonly name: string
  readonly options: readonly FetchmailOption[]
}

const openers: ReadonlyMap<string, FetchmailEntry['kind']> = new Map([
  ['poll', 'poll'],
  ['server', 'poll'],
  ['skip', 'poll'],
  ['defaults', 'defaults'],
  ['set', 'set'],
])

const noise: ReadonlySet<string> = new Set(['and', 'with', 'has', 'wants', 'options'])

const short: ReadonlyMap<string, string> = new Map([
  ['protocol', 'proto'],
  ['username', 'user'],
  ['pass', 'password'],
  ['port', 'service'],
  ['to', 'is'],
])

const withValue =
  'via proto service auth authenticate timeout envelope qvirtual interface monitor plugin plugout interval principal esmtpname ' +
  'esmtppassword bad-header user is password sslcert sslcertfile sslcertpath sslcommonname sslfingerprint sslkey sslproto local localdomains ' +
  'aka folder smtphost fetchdomains smtpaddress smtpname antispam mda bsmtp preconnect postconnect limit warnings batchlimit fetchlimit ' +
  'fetchsizelimit expunge properties'
const flags =
  'dns checkalias uidl tracepolls ssl sslcertck keep flush limitflush fetchall rewrite stripcr forcecr pass8bits dropstatus dropdelivered ' +
  'mimedecode idle fastuidl here there'
const valued: ReadonlySet<string> = new Set(withValue.split(' '))
const plain: ReadonlySet<string> = new Set(flags.split(' '))

/**
 * Returns the entries of a .fetchmailrc (fetchmail(1), "Run Control Syntax"). An unknown word becomes a value of the option before it, or
 * is dropped: it may be a secret, so it never becomes the name of an option.
 */
export const fetchmailEntries = (text: string): readonly FetchmailEntry[] => {
  const entries: { kind: FetchmailEntry['kind']; name: string; options: { name: string; values: string[] }[] }[] = []
  const tokens = fetchmailTokens(text)
  let isNegated = false
  for (let at = 0; at < tokens.length; at++) {
    const { word, quoted } = wordOf(tokens[at])
    const kind = quoted ? undefined : openers.get(word.toLowerCase())
    const entry = entries.at(-1)
    if (kind !== undefined) {
      // The next word is the server's name, even if it is a keyword.
      if (kind !== 'defaults') at += 1
      entries.push({ kind, name: kind === 'defaults' ? '' : wordOf(tokens[at]).word, options: [] })
      continue
    }
    const lower = word.toLowerCase()
    const name = short.get(lower) ?? lower
    if (!quoted && noise.has(name)) continue
    if (!quoted && name === 'no') isNegated = true
    else if (!quoted && (valued.has(name) || plain.has(name))) {
      const option = { name: isNegated ? `no ${name}` : name, values: [] as string[] }
      isNegated = false
      entry?.options.push(option)
      // The next word is its value, even if it is a keyword: a password may be `keep`.
      if (valued.has(name) && at + 1 < tokens.length) option.values.push(wordOf(tokens[++at]).word)
    } else entry?.options.at(-1)?.values.push(word)
  }
  return entries
}

const wordOf = (token: FetchmailToken | undefined): { readonly word: string; readonly quoted: boolean } => ({
  word: token?.text ?? '',
  quoted: token?.quoted ?? false,
})
