import { rm } from 'node:fs/promises'
import { failureOf } from '../../contract/failure.ts'
import type { Identity } from '../../contract/identity.ts'
import { checkUnused, findIdentity, withoutIdentity } from './find-identity.ts'
import type { KeyKeeper } from './keep-key.ts'

/** `IdentityService.remove`. */
export const removeIdentity = async (
  { store, vault }: KeyKeeper,
  name: string,
  options: { readonly evenInUse: boolean },
): Promise<Identity> => {
  const identity = findIdentity((await store.read()).identities, name)
  const secret = { kind: 'passphrase', fingerprint: identity.fingerprint } as const
  const forget = async (work: Promise<unknown>): Promise<void> => {
    try {
      await work
    } catch (error) {
      // An absent keychain has no passphrase to remove.
      if (failureOf(error)?.code !== 'keychain-absent') throw error
    }
  }
  // A locked keychain rejects here, before anything is deleted.
  await forget(vault.get(secret))
  await store.update((data) => {
    if (!options.evenInUse) checkUnused(data.accounts, identity.name)
    return {
      ...data,
      accounts: withoutIdentity(data.accounts, identity.name),
      identities: data.identities.filter((other) => other !== findIdentity(data.identities, identity.name)),
    }
  })
  await rm(identity.file, { force: true })
  await forget(vault.remove(secret))
  return identity
}
