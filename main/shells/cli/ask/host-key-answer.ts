/** What a person answered to a host key: as in OpenSSH, the fingerprint itself is a yes. */
export type HostKeyAnswer = 'yes' | 'no' | 'different' | 'unclear'

/** Only a whole word decides; Enter alone is no. `yes` and `no` are the words of the person's language, beside English. */
export const readHostKeyAnswer = (
  text: string,
  fingerprint: string,
  words: { readonly yes: string; readonly no: string },
): HostKeyAnswer => {
  const answer = text.trim()
  const word = answer.toLowerCase()
  if (word === '' || word === 'no' || word === words.no) return 'no'
  if (word === 'yes' || word === words.yes) return 'yes'
  // Base64 has capitals that mean something, so the fingerprint is compared as it is, without its padding.
  if (answer.replace(/=+$/, '') === fingerprint) return 'yes'
  return /^(SHA256|MD5):/i.test(answer) ? 'different' : 'unclear'
}
