import { AccountNameSchema } from '../../../contract/account.ts'

const isTaken = (name: string, taken: readonly string[]): boolean =>
  taken.some((other) => other.toLowerCase() === name.toLowerCase())

/**
 * A name for an account of a host: `mail.example.org` becomes `example.org`, with a number behind it if another account has the name. Empty
 * if the host has characters that a name may not have.
 */
export const proposedName = (host: string, taken: readonly string[]): string => {
  const bare = host.trim().replace(/^(mail|ssh|imap|pop3?|smtp)\.(?=[^.]+\.[^.]+)/i, '')
  // Leaves room for the number.
  const first = bare.slice(0, 60)
  if (!AccountNameSchema.safeParse(first).success) return ''
  let name = first
  for (let number = 2; isTaken(name, taken); number++) name = `${first} ${number}`
  return name
}
