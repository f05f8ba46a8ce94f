/** The kind of a name. Its stand-in is this word and a number. */
export type NameKind = 'account' | 'server' | 'user' | 'key' | 'path' | 'fingerprint' | 'mail-address' | 'address' | 'name'

/** Writes the names in a diagnosis: as they are, or as stand-ins. A name has the same stand-in everywhere. */
export interface Names {
  /** Writes a value that is a name. */
  readonly of: (kind: NameKind, name: string) => string
  /** Writes a text that may hold names, and words from anywhere. */
  readonly within: (text: string) => string
}

export const namesAsTheyAre: Names = { of: (_, name) => name, within: (text) => text }

/** A name with its stand-in. That of a folder says what the folder is; that of `user@host:port` has the stand-ins of the parts. */
export interface KnownName {
  readonly name: string
  readonly standIn: string
}
