/**
 * The first byte of a load's connection: one letter that tells the destination what to do.
 *
 * - `download`: send bytes until the other end is gone.
 * - `mail`: the same, with text that compresses as well as mail.
 * - `upload`: read bytes until their end, then answer their number, as a decimal.
 * - `echo`: send every byte back.
 */
const letters = { download: 'D', mail: 'M', upload: 'U', echo: 'E' } as const
export type LoadKind = keyof typeof letters

export const requestOf = (kind: LoadKind): Buffer => Buffer.from(letters[kind])

export const kindOf = (first: Buffer): LoadKind | undefined => {
  const letter = first.toString('latin1', 0, 1)
  return (Object.keys(letters) as LoadKind[]).find((kind) => letters[kind] === letter)
}
