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

/**
 * Compares a pasted text with a certificate's fingerprint, as openssl and browsers show it: 32 pairs of hexadecimal digits with colons, blanks or
 * nothing between them, in capitals or not, and text around them.
 */
export const compareCertificate = (pasted: string, fingerprint: string): Comparison => {
  const given = /(?<![0-9a-f])(?:[0-9a-f]{2}[:\s]*){32}(?![0-9a-f])/i.exec(pasted)?.[0]
  if (pasted.trim() === '') return 'empty'
  if (given === undefined) return 'unclear'
  return given.replaceAll(/[:\s]/g, '').toUpperCase() === fingerprint.replaceAll(':', '') ? 'same' : 'different'
}
