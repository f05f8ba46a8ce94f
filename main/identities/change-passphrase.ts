import { readFile } from 'node:fs/promises'
import { FailureError, failureOf } from '../../contract/failure.ts'
import type { Identity, PassphraseChoice } from '../../contract/identity.ts'
import { fingerprintOf } from '../ssh/transport/host-key.ts'
import type { Vault } from '../vault/vault.ts'
import { findIdentity } from './find-identity.ts'
import type { IdentityService } from './identity-service.ts'
import type { PassphraseAsker } from '../keys/unlock-key.ts'
import { compareKey, orUndo, randomPassphrase, type KeyKeeper } from './keep-key.ts'
import type { OpenedKey } from '../keys/key-file.ts'
import { encodeEncryptedKey } from '../keys/openssh-key-format.ts'
import { readKeyFile } from '../keys/read-key-file.ts'
import { asKeyFailure, unlockKey } from '../keys/unlock-key.ts'
import { replaceKeyFile } from '../keys/write-key-file.ts'

/** Returns the keychain's passphrase for the key. Where it is not `needed`, an unavailable keychain has no passphrase. */
export const keptPassphrase = async (vault: Vault, fingerprint: string, needed: boolean): Promise<string | undefined> => {
  try {
    return await vault.get({ kind: 'passphrase', fingerprint })
  } catch (error) {
    if (needed || failureOf(error) === undefined) throw error
    return undefined
  }
}

/** Returns the key and the passphrase that opened it. */
const open = async (
  identity: Identity,
  kept: string | undefined,
  current: PassphraseAsker,
): Promise<{ readonly key: OpenedKey; readonly passphrase: string | undefined }> => {
  const { name, file } = identity
  const keyFile = await readKeyFile(file)
  if (keyFile.publicBlob === undefined || fingerprintOf(keyFile.publicBlob) !== identity.fingerprint)
    throw new FailureError({ code: 'key-unreadable', file, reason: 'other-key' })
  const ofKeychain = identity.passphrase === 'keychain'
  if (ofKeychain && kept === undefined) throw new FailureError({ code: 'secret-needed', reason: 'passphrase-lost', identity: name })
  // SECURITY: a passphrase that the keychain only remembers is for log-ins. A change of the passphrase needs the person's own answer.
  const { key, typedPassphrase } = await asKeyFailure(file, () =>
    unlockKey(keyFile, { name, kept: ofKeychain ? kept : undefined, ask: current }),
  )
  return { key, passphrase: typedPassphrase ?? kept }
}

/**
 * `IdentityService.changePassphrase`. The keychain gets a random passphrase before the new file gets its name. After a power cut between
 * the two, the new file is beside the old one under a temporary name, and the passphrase in the keychain opens it.
 */
export const changePassphrase = async (
  { store, vault, bcryptRounds }: KeyKeeper,
  options: Parameters<IdentityService['changePassphrase']>[0],
): Promise<Identity> => {
  const identity = findIdentity((await store.read()).identities, options.name)
  const { file, fingerprint } = identity
  const { kept } = options.passphrase
  const secret = { kind: 'passphrase', fingerprint } as const
  // The keychain may be unavailable, unless it has the old passphrase or gets the new one.
  const before = await keptPassphrase(vault, fingerprint, kept === 'keychain' || identity.passphrase === 'keychain')
  const opened = await open(identity, before, options.current)
  const passphrase = newPassphrase(options.passphrase)

  const putBack = (): Promise<void> => (before === undefined ? vault.remove(secret) : vault.set(secret, before))
  /** Updates a passphrase that the keychain remembers, and removes one that only the keychain had. */
  const updateKept = async (): Promise<void> => {
    if (identity.passphrase === 'keychain') await vault.remove(secret)
    else if (before !== undefined && before === opened.passphrase) await vault.set(secret, passphrase)
  }
  const changed: Identity = { ...identity, passphrase: kept }
  const enter = (): Promise<unknown> =>
    store.update((data) => {
      const found = findIdentity(data.identities, identity.name)
      return { ...data, identities: data.identities.map((other) => (other === found ? { ...found, passphrase: kept } : other)) }
    })

  const old = await readFile(file)
  const nothing = (): Promise<void> => Promise.resolve()
  const restore = (): Promise<void> => replaceKeyFile(file, old, nothing)
  const bytes = await encodeEncryptedKey(opened.key, passphrase, bcryptRounds)
  const replace = (beforePlacing: () => Promise<void>): Promise<void> =>
    replaceKeyFile(file, bytes, async (written) => {
      await compareKey(written, opened.key, passphrase)
      await beforePlacing()
    })

  if (kept === 'keychain') {
    let isStored = false
    const keepInKeychain = async (): Promise<void> => {
      await vault.set(secret, passphrase)
      isStored = true
    }
    await orUndo(
      async () => {
        await replace(keepInKeychain)
        await orUndo(enter, restore)
      },
      () => (isStored ? putBack() : nothing()),
    )
  } else {
    await replace(nothing)
    await orUndo(async () => {
      await updateKept()
      await orUndo(enter, putBack)
    }, restore)
  }
  return changed
}

const newPassphrase = (choice: PassphraseChoice): string => (choice.kept === 'asked' ? choice.passphrase : randomPassphrase())
