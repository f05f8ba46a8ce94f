import type { Account } from '../../contract/account.ts'
import type { Identity } from '../../contract/identity.ts'
import { FailureError } from '../../contract/failure.ts'

/** Names that differ in case alone are the same, as with file names on Windows and macOS. */
export const sameName = (one: string, other: string): boolean => one.normalize().toLowerCase() === other.normalize().toLowerCase()

/** Throws `identity-not-found`. */
export const findIdentity = (identities: readonly Identity[], name: string): Identity => {
  const identity = identities.find((candidate) => sameName(candidate.name, name))
  if (!identity) throw new FailureError({ code: 'identity-not-found', identity: name })
  return identity
}

/** Throws `identity-exists` where the name or the key is taken. One key has one entry, because its passphrase is kept by fingerprint. */
export const checkNew = (
  identities: readonly Identity[],
  added: { readonly name: string; readonly fingerprint?: string },
): void => {
  const taken = identities.find(({ name, fingerprint }) => sameName(name, added.name) || fingerprint === added.fingerprint)
  if (taken) throw new FailureError({ code: 'identity-exists', identity: taken.name })
}

/** Whether the reference is to the kept key with this name. */
const isKept = (reference: Account['identity'], name: string): boolean =>
  reference?.kind === 'kept' && sameName(reference.name, name)

/** Throws `identity-in-use` with the names of the accounts that log in with it. */
export const checkUnused = (accounts: readonly Account[], identity: string): void => {
  const users = accounts.filter((account) => isKept(account.identity, identity))
  if (users.length > 0) throw new FailureError({ code: 'identity-in-use', identity, by: users.map(({ name }) => name) })
}

/** Returns the accounts without their references to that key. */
export const withoutIdentity = (accounts: readonly Account[], name: string): readonly Account[] =>
  accounts.map((account) => {
    const { identity, ...others } = account
    return isKept(identity, name) ? others : account
  })
