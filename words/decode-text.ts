/**
 * Decodes the text of a file by its byte order mark (RFC 3629 section 6, RFC 2781 section 3.2): UTF-16 as in a .reg export of regedit,
 * otherwise UTF-8. The result has no mark. Bytes that are not text become U+FFFD.
 */
export const decodeText = (bytes: Uint8Array): string => {
  const [first, second] = bytes
  const encoding = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
  return new TextDecoder(encoding).decode(bytes)
}
