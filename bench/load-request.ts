/**
 * The first byte of a load's connection: one letter that tells the destination what to do.
 *
 * - `download`: send bytes until the other end is gone.
 * - `mail`: the same, of text that compresses as mail does.
 * - `upload`: take bytes until their end, then answer how many came, as a decimal.
 * - `echo`: send back what comes.
 */
const letters = { download: 'D', mail: 'M', upload: 'U', echo: 'E' } as const
export type LoadKind = keyof typeof letters

export const requestOf = (kind: LoadKind): Buffer => Buffer.from(letters[kind])

export const kindOf = (first: Buffer): LoadKind | undefined => {
  const letter = first.toString('latin1', 0, 1)
  return (Object.keys(letters) as LoadKind[]).find((kind) => letters[kind] === letter)
}
