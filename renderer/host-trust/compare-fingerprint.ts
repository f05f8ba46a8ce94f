/** The pasted text against the server's fingerprint. `unclear` is no SHA256 fingerprint at all. */
export type Comparison = 'empty' | 'same' | 'different' | 'unclear'

/**
 * Compares without regard to blanks around it and to base64's padding, which tools print or leave out. Capitals mean something in base64,
 * so they count.
 */
export const compareFingerprint = (pasted: string, fingerprint: string): Comparison => {
  // A whole line of ssh-keygen -l holds the fingerprint between a number of bits and a comment.
  const given = /SHA256:[A-Za-z0-9+/]+=*/.exec(pasted)?.[0].replace(/=+$/, '')
  if (pasted.trim() === '') return 'empty'
  if (given === undefined) return 'unclear'
  return given === fingerprint ? 'same' : 'different'
}
