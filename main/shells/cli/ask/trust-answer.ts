/** The meaning of a person's answer to a question of trust. As in OpenSSH, the fingerprint itself is a yes. */
export type TrustAnswer = 'yes' | 'no' | 'different' | 'unclear'

/**
 * Only a whole word decides; Enter alone is no. `yes` and `no` are the words of the person's language, beside English. `compare` returns undefined
 * for an answer that is no fingerprint.
 */
export const readTrustAnswer = (
  text: string,
  { yes, no }: { readonly yes: string; readonly no: string },
  compare: (answer: string) => 'same' | 'different' | undefined,
): TrustAnswer => {
  const answer = text.trim()
  const word = answer.toLowerCase()
  if (word === '' || word === 'no' || word === no) return 'no'
  if (word === 'yes' || word === yes) return 'yes'
  const comparison = compare(answer)
  return comparison === 'same' ? 'yes' : (comparison ?? 'unclear')
}
