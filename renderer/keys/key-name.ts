import { IdentityNameSchema } from '../../contract/identity.ts'

const isTaken = (name: string, taken: readonly string[]): boolean =>
  taken.some((other) => other.toLowerCase() === name.toLowerCase())

/** The problem of a new key's name. */
export const keyNameProblem = (name: string, taken: readonly string[]): 'empty' | 'invalid' | 'taken' | undefined => {
  const typed = name.trim()
  if (typed === '') return 'empty'
  if (!IdentityNameSchema.safeParse(typed).success) return 'invalid'
  return isTaken(typed, taken) ? 'taken' : undefined
}

/**
 * Proposes a free name for a key, from its server or its file: `mail.example.org` becomes `example.org`,
 * `C:\keys\work.ppk` becomes `work`.
 */
export const proposedKeyName = (from: string, taken: readonly string[]): string => {
  const last = from.trim().split(/[/\\]/).at(-1) ?? ''
  const bare = last.replace(/^(mail|ssh|imap|pop3?|smtp)\.(?=[^.]+\.[^.]+)/i, '').replace(/\.(ppk|pem|key)$/i, '')
  const usable = bare.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[^\p{L}\p{N}]+/u, '')
  // Leaves room for the number.
  const first = usable === '' ? 'key' : usable.slice(0, 60)
  let name = first
  for (let number = 2; isTaken(name, taken); number++) name = `${first}-${number}`
  return name
}
