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

/** What the keychain holds under the key's fingerprint. Where neither the old passphrase nor the new one is its own, it may be away. */
const keptIn = async (vault: Vault, fingerprint: string, needed: boolean): Promise<string | undefined> => {
  try {
    return await vault.get({ kind: 'passphrase', fingerprint })
  } catch (error) {
    if (needed || failureOf(error) === undefined) throw error
    return undefined
  }
}

/** The key and the passphrase that opened it. */
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
  // SECURITY: what the keychain remembers for somebody who was asked opens the key to log in, and not to let others in from then on.
  const { key, typedPassphrase } = await asKeyFailure(file, () =>
    unlockKey(keyFile, { name, kept: ofKeychain ? kept : undefined, ask: current }),
  )
  return { key, passphrase: typedPassphrase ?? kept }
}

/**
 * `IdentityService.changePassphrase`. A random passphrase is in the keychain before the file that needs it has its name; where the
 * power goes between these two, the new file lies beside the old one under a name of its own, and opens with what the keychain holds.
 */
export const changePassphrase = async (
  { store, vault, bcryptRounds }: KeyKeeper,
  options: Parameters<IdentityService['changePassphrase']>[0],
): Promise<Identity> => {
  const identity = findIdentity((await store.read()).identities, options.name)
  const { file, fingerprint } = identity
  const { kept } = options.passphrase
  const secret = { kind: 'passphrase', fingerprint } as const
  const before = await keptIn(vault, fingerprint, kept === 'keychain' || identity.passphrase === 'keychain')
  const opened = await open(identity, before, options.current)
  const passphrase = newPassphrase(options.passphrase)

  const putBack = (): Promise<void> => (before === undefined ? vault.remove(secret) : vault.set(secret, before))
  /** What a person had remembered stays remembered, and right; what the keychain alone had is of no more use. */
  const putRight = async (): Promise<void> => {
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
    let isGiven = false
    const give = async (): Promise<void> => {
      await vault.set(secret, passphrase)
      isGiven = true
    }
    await orUndo(
      async () => {
        await replace(give)
        await orUndo(enter, restore)
      },
      () => (isGiven ? putBack() : nothing()),
    )
  } else {
    await replace(nothing)
    await orUndo(async () => {
      await putRight()
      await orUndo(enter, putBack)
    }, restore)
  }
  return changed
}

const newPassphrase = (choice: PassphraseChoice): string => (choice.kept === 'asked' ? choice.passphrase : randomPassphrase())
