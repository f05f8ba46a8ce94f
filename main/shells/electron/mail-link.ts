import { partsOf } from './app-address.ts'

/** Twice what a mail with an RSA key's line and what to do with it takes. */
const longestMailLink = 8192

/**
 * Whether an address may be handed to the person's mail program: a new mail with a subject and a text (RFC 6068).
 *
 * SECURITY: some mail programs attach a local file that the address names (`attach=`), or take further recipients from it unseen (`bcc=`), so
 * a subject and a text are all that it may hold. The length is bounded, since the address becomes an argument of a program.
 */
export const isMailLink = (address: string): boolean => {
  if (address.length > longestMailLink) return false
  const parts = partsOf(address)
  if (parts?.protocol !== 'mailto:' || parts.pathname !== '' || parts.hash !== '') return false
  return [...parts.searchParams.keys()].every((name) => name === 'subject' || name === 'body')
}
