/** A line of a known_hosts file that holds a key. */
export interface KnownHostLine {
  /** Counted from 1. */
  readonly line: number
  readonly marker?: 'revoked' | 'cert-authority'
  /** The host field as written: patterns or a hash. */
  readonly hosts: string
  readonly keyType: string
  readonly blob: Uint8Array
  /** ISO 8601 in UTC: when Postern wrote the line. Lines of other programs have none. */
  readonly since?: string
}

// sshd(8) allows a comment after the key, which no program but ours reads.
const sinceWord = 'postern'

/** What Postern writes behind a key: `postern 2026-11-21T12:00:00Z`. */
export const sinceComment = (since: Date): string => `${sinceWord} ${since.toISOString().replace(/\.\d+Z$/, 'Z')}`

const readSince = (comment: readonly string[]): string | undefined => {
  const [word, time = '', ...rest] = comment
  const isOurs = word === sinceWord && rest.length === 0 && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(time)
  return isOurs && !Number.isNaN(Date.parse(time)) ? time : undefined
}

const markers = { '@revoked': 'revoked', '@cert-authority': 'cert-authority' } as const
const isMarker = (word: string): word is keyof typeof markers => Object.hasOwn(markers, word)

/** The type that a public key blob gives itself, its first field (RFC 4253 section 6.6). */
const typeOf = (blob: Buffer): string => {
  const length = blob.length >= 4 ? blob.readUInt32BE(0) : 0
  return blob.toString('latin1', 4, Math.min(4 + length, blob.length))
}

const parseLine = (text: string, line: number): KnownHostLine | undefined => {
  const words = text.split(/[ \t]+/).filter((word) => word !== '')
  const first = words[0] ?? ''
  if (first.startsWith('#')) return undefined
  // SECURITY: a line with a marker that is not known, or with two, must not be read as one without.
  if (first.startsWith('@') && !isMarker(first)) return undefined
  const marker = isMarker(first) ? markers[first] : undefined
  const [hosts = '', keyType = '', base64 = '', ...comment] = marker === undefined ? words : words.slice(1)
  if (hosts.startsWith('@') || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined
  const blob = Buffer.from(base64, 'base64')
  if (keyType === '' || typeOf(blob) !== keyType) return undefined
  const since = readSince(comment)
  return { line, hosts, keyType, blob, ...(marker === undefined ? {} : { marker }), ...(since === undefined ? {} : { since }) }
}

/** The lines of a file's text, without their ends. */
export const splitLines = (text: string): readonly string[] => text.split(/\r?\n/)

/**
 * Reads the text of a known_hosts file (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"). Comments, blank lines and what cannot be read are passed
 * over, as OpenSSH does; among them the keys of SSH 1.
 */
export const parseKnownHosts = (text: string): readonly KnownHostLine[] =>
  splitLines(text).flatMap((line, index) => parseLine(line, index + 1) ?? [])
