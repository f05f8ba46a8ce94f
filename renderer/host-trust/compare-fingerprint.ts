/** The result of the comparison of a pasted text with the server's fingerprint. `unclear`: the text has no SHA-256 fingerprint. */
export type Comparison = 'empty' | 'same' | 'different' | 'unclear'

/**
 * Compares a pasted text with a fingerprint. Text around the fingerprint and base64's padding do not matter; the case of letters does.
 */
export const compareFingerprint = (pasted: string, fingerprint: string): Comparison => {
  // In a line of ssh-keygen -l the fingerprint stands between the number of bits and a comment.
  const given = /SHA256:[A-Za-z0-9+/]+=*/.exec(pasted)?.[0].replaceAll('=', '')
  if (pasted.trim() === '') return 'empty'
  if (given === undefined) return 'unclear'
  return given === fingerprint ? 'same' : 'different'
}

const digitsOf = (text: string): string | undefined => {
  const digits = text.replaceAll(/[:\s]/g, '').toUpperCase()
  return /^[0-9A-F]{64}$/.test(digits) ? digits : undefined
}

/**
 * Compares a pasted text with a certificate's fingerprint, as openssl and browsers show it: 32 pairs of hexadecimal digits, in capitals or not,
 * with colons or nothing between them and text around them, or alone with blanks between them.
 */
export const compareCertificate = (pasted: string, fingerprint: string): Comparison => {
  if (pasted.trim() === '') return 'empty'
  const given = [pasted, ...pasted.split(/[\s=]+/)].map(digitsOf).find((digits) => digits !== undefined)
  if (given === undefined) return 'unclear'
  return given === digitsOf(fingerprint) ? 'same' : 'different'
}
