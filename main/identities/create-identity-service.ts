import { rm } from 'node:fs/promises'
import type { IdentityReference } from '../../contract/account.ts'
import { FailureError, failureOf } from '../../contract/failure.ts'
import type { Identity } from '../../contract/identity.ts'
import { fingerprintOf } from '../ssh/host-key.ts'
import type { Vault } from '../vault/vault.ts'
import { checkNew, checkUnused, findIdentity } from './find-identity.ts'
import { generateNumbers } from './generate-numbers.ts'
import type { IdentityService } from './identity-service.ts'
import { checkInput, keepKey, type KeyKeeper } from './keep-key.ts'
import { encodeDecryptedKey } from './openssh-key-format.ts'
import { describePublicKey, publicBlobOf, publicKeyLine } from './public-key.ts'
import { randomart } from './randomart.ts'
import { publicBlobIn, readKeyFile } from './read-key-file.ts'
import { asKeyFailure, unlockKey } from './unlock-key.ts'

/** What the keychain holds for a key that a person can open without it. A keychain that cannot be asked is then no obstacle. */
const keptPassphrase = async (vault: Vault, fingerprint: string, needed: boolean): Promise<string | undefined> => {
  try {
    return await vault.get({ kind: 'passphrase', fingerprint })
  } catch (error) {
    if (needed || failureOf(error) === undefined) throw error
    return undefined
  }
}

/** Where the key of a reference lies, and what it is called in questions and failures. */
const locate = (
  reference: IdentityReference,
  identities: readonly Identity[],
): { readonly name: string; readonly file: string; readonly identity?: Identity } => {
  if (reference.kind === 'file') return { name: reference.path, file: reference.path }
  const identity = findIdentity(identities, reference.name)
  return { name: identity.name, file: identity.file, identity }
}

const inspect = async ({ store }: KeyKeeper, reference: IdentityReference): ReturnType<IdentityService['inspect']> => {
  const { file, identity } = locate(reference, (await store.read()).identities)
  const keyFile = await readKeyFile(file)
  const blob = publicBlobIn(file, keyFile)
  const { type, bits } = describePublicKey(blob)
  return {
    type,
    bits,
    fingerprint: fingerprintOf(blob),
    randomart: randomart(blob, { kind: type.toUpperCase(), bits }),
    publicKeyLine: identity?.publicKeyLine ?? publicKeyLine(blob, keyFile.comment),
    encrypted: keyFile.encrypted,
  }
}

const unlock = async (
  { store, vault }: KeyKeeper,
  reference: IdentityReference,
  ask: Parameters<IdentityService['unlock']>[1],
): ReturnType<IdentityService['unlock']> => {
  const { identities } = await store.read()
  const { name, file, identity } = locate(reference, identities)
  const keyFile = await readKeyFile(file)
  const shown = keyFile.publicBlob && fingerprintOf(keyFile.publicBlob)
  if (identity && identity.fingerprint !== shown)
    throw new FailureError({ code: 'key-unreadable', file, reason: 'it holds another key than the one that was kept there' })
  const onlyKeychain = identity?.passphrase === 'keychain'
  const kept = keyFile.encrypted && shown !== undefined ? await keptPassphrase(vault, shown, onlyKeychain) : undefined
  if (onlyKeychain && kept === undefined)
    throw new FailureError({ code: 'secret-needed', what: `passphrase of ${name}, which only the keychain held` })
  const { key, typedPassphrase } = await asKeyFailure(file, () => unlockKey(keyFile, { name, kept, ask }))
  const fingerprint = fingerprintOf(publicBlobOf(key.numbers))
  // The keychain's entry for this key may be the only way into Postern's own copy of it; another copy's passphrase must not replace it.
  const reserved = identities.some((other) => other.fingerprint === fingerprint && other.passphrase === 'keychain')
  return {
    privateKey: encodeDecryptedKey(key),
    fingerprint,
    ...(typedPassphrase !== undefined && !reserved && { typedPassphrase }),
  }
}

const remove = async ({ store, vault }: KeyKeeper, name: string): Promise<Identity> => {
  const identity = findIdentity((await store.read()).identities, name)
  const secret = { kind: 'passphrase', fingerprint: identity.fingerprint } as const
  const forget = async (work: Promise<unknown>): Promise<void> => {
    try {
      await work
    } catch (error) {
      // Where there is no keychain there is nothing to forget.
      if (failureOf(error)?.code !== 'keychain-absent') throw error
    }
  }
  // A locked keychain is found out before anything is destroyed.
  await forget(vault.get(secret))
  await store.update((data) => {
    checkUnused(data.accounts, identity.name)
    return { ...data, identities: data.identities.filter((other) => other !== findIdentity(data.identities, identity.name)) }
  })
  await rm(identity.file, { force: true })
  await forget(vault.remove(secret))
  return identity
}

/** The identities of one store, their files in one folder. */
export const createIdentityService = (keeper: KeyKeeper): IdentityService => ({
  list: async () => (await keeper.store.read()).identities,
  find: async (name) => findIdentity((await keeper.store.read()).identities, name),
  create: async ({ name, type, passphrase, comment }) => {
    checkInput(name, passphrase)
    // Found out before seconds are spent on an RSA key.
    checkNew((await keeper.store.read()).identities, { name })
    const key = { numbers: await generateNumbers(type), comment: comment ?? `${name}@postern` }
    return keepKey(keeper, { name, key, passphrase })
  },
  import: async ({ name, file, current, passphrase }) => {
    checkInput(name, passphrase)
    checkNew((await keeper.store.read()).identities, { name })
    const keyFile = await readKeyFile(file)
    const { key } = await asKeyFailure(file, () => unlockKey(keyFile, { name: file, ask: current }))
    const comment = [key.comment, keyFile.comment, `${name}@postern`].find((text) => text !== '') ?? ''
    return keepKey(keeper, { name, key: { ...key, comment }, passphrase })
  },
  remove: (name) => remove(keeper, name),
  inspect: (reference) => inspect(keeper, reference),
  unlock: (reference, ask) => unlock(keeper, reference, ask),
})
