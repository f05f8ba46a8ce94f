/** A line of a known_hosts file that holds a key. */
export interface KnownHostLine {
  /** Counted from 1. */
  readonly line: number
  readonly marker?: 'revoked' | 'cert-authority' | undefined
  /** The host field as written: patterns or a hash. */
  readonly hosts: string
  readonly keyType: string
  readonly blob: Uint8Array
  /** The time at which Postern wrote the line, ISO 8601 in UTC; undefined for a line of another program. */
  readonly since?: string | undefined
}

// sshd(8) allows a comment after the key. Only Postern reads it.
const sinceWord = 'postern'

/** Returns the comment that Postern writes after a key: `postern 2026-11-21T12:00:00Z`. */
export const sinceComment = (since: Date): string => `${sinceWord} ${since.toISOString().replace(/\.\d+Z$/, 'Z')}`

const readSince = (comment: readonly string[]): string | undefined => {
  const [word, time = '', ...rest] = comment
  const isOurs = word === sinceWord && rest.length === 0 && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(time)
  return isOurs && !Number.isNaN(Date.parse(time)) ? time : undefined
}

const markers = { '@revoked': 'revoked', '@cert-authority': 'cert-authority' } as const
const isMarker = (word: string): word is keyof typeof markers => Object.hasOwn(markers, word)

/** Returns the first field of a public key blob, its type (RFC 4253 section 6.6). */
const typeOf = (blob: Buffer): string => {
  const length = blob.length >= 4 ? blob.readUInt32BE(0) : 0
  return blob.toString('latin1', 4, Math.min(4 + length, blob.length))
}

const parseLine = (text: string, line: number): KnownHostLine | undefined => {
  const words = text.split(/[ \t]+/).filter((word) => word !== '')
  const first = words[0] ?? ''
  if (first.startsWith('#')) return undefined
  // SECURITY: a line with an unknown marker, or with two, must not be read as a line without one.
  if (first.startsWith('@') && !isMarker(first)) return undefined
  const marker = isMarker(first) ? markers[first] : undefined
  const [hosts = '', keyType = '', base64 = '', ...comment] = marker === undefined ? words : words.slice(1)
  if (hosts.startsWith('@') || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined
  const blob = Buffer.from(base64, 'base64')
  if (keyType === '' || typeOf(blob) !== keyType) return undefined
  const since = readSince(comment)
  return { line, hosts, keyType, blob, marker, since }
}

/** The lines of a file's text, without their ends. */
export const splitLines = (text: string): readonly string[] => text.split(/\r?\n/)

/**
 * Reads the text of a known_hosts file (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"). Skips comments, blank lines, lines that it cannot read and
 * keys of SSH 1, as OpenSSH does.
 */
export const parseKnownHosts = (text: string): readonly KnownHostLine[] =>
  splitLines(text).flatMap((line, index) => parseLine(line, index + 1) ?? [])
