/** What a name is a name of. Its stand-in is made of this word and a number. */
export type NameKind = 'account' | 'server' | 'user' | 'key' | 'path' | 'fingerprint' | 'mail-address' | 'address' | 'name'

/** How a diagnosis writes names: as they are, or by stand-ins that are the same wherever the name stands. */
export interface Names {
  /** A value that is a name. */
  readonly of: (kind: NameKind, name: string) => string
  /** A text in which names may stand, and whose words may be somebody else's. */
  readonly within: (text: string) => string
}

export const namesAsTheyAre: Names = { of: (_, name) => name, within: (text) => text }

/** A name that is written otherwise than by its kind alone: a folder by what it is, `user@host:port` by its parts. */
export interface KnownName {
  readonly name: string
  readonly standIn: string
}
