/** The largest file that is read, in bytes: what main takes as a text, in UTF-16. */
export const maxFileBytes = 400_000
/** What main takes, in UTF-16 units. */
export const maxTextLength = 200_000

/**
 * The text of a file, by the mark that it begins with (RFC 3629 section 6, RFC 2781 section 3.2): UTF-16 as regedit writes a .reg export,
 * else UTF-8.
 */
export const decodeText = (bytes: Uint8Array): string => {
  const [first, second] = bytes
  const encoding = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
  return new TextDecoder(encoding).decode(bytes)
}
