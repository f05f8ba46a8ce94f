import type { IdentityReference } from '../../contract/account.ts'
import { FailureError } from '../../contract/failure.ts'
import type { Identity } from '../../contract/identity.ts'
import { fingerprintOf } from '../ssh/transport/host-key.ts'
import { changePassphrase, keptPassphrase } from './change-passphrase.ts'
import { checkNew, findIdentity } from './find-identity.ts'
import { generateNumbers } from '../keys/generate-numbers.ts'
import type { IdentityService, KeySource } from './identity-service.ts'
import { checkName, checkPassphrase, keepKey, type KeyKeeper } from './keep-key.ts'
import type { KeyFile } from '../keys/key-file.ts'
import { wipeNumbers } from '../keys/key-numbers.ts'
import { parseKeyFile } from '../keys/parse-key-file.ts'
import { describePublicKey, publicBlobOf, publicKeyLine } from '../keys/public-key.ts'
import { randomart } from '../keys/randomart.ts'
import { publicBlobIn, readKeyFile } from '../keys/read-key-file.ts'
import { removeIdentity } from './remove-identity.ts'
import { asKeyFailure, unlockKey } from '../keys/unlock-key.ts'

/** Returns the file of a referenced key, and its name in questions and failures. */
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
  if (identity && identity.fingerprint !== shown) throw new FailureError({ code: 'key-unreadable', file, reason: 'other-key' })
  const onlyKeychain = identity?.passphrase === 'keychain'
  const kept = keyFile.encrypted && shown !== undefined ? await keptPassphrase(vault, shown, onlyKeychain) : undefined
  if (onlyKeychain && kept === undefined)
    throw new FailureError({ code: 'secret-needed', reason: 'passphrase-lost', identity: name })
  const { key, typedPassphrase } = await asKeyFailure(file, () => unlockKey(keyFile, { name, kept, ask }))
  const publicBlob = publicBlobOf(key.numbers)
  const privateKey = { publicBlob, key: key.keyObject }
  wipeNumbers(key.numbers)
  const fingerprint = fingerprintOf(publicBlob)
  // The keychain's entry may be the only passphrase of Postern's own copy of this key, so that of another copy must not replace it.
  const reserved = identities.some((other) => other.fingerprint === fingerprint && other.passphrase === 'keychain')
  return {
    privateKey,
    fingerprint,
    ...(typedPassphrase !== undefined && !reserved && { typedPassphrase }),
  }
}

/** Reads a key file that is to be imported, and returns it still encrypted, with its name in failures. */
const readSource = async (from: KeySource, name: string): Promise<{ readonly keyFile: KeyFile; readonly called: string }> =>
  from.kind === 'file'
    ? { keyFile: await readKeyFile(from.path), called: from.path }
    : { keyFile: await asKeyFailure(name, () => parseKeyFile(Buffer.from(from.text, 'utf8'))), called: name }

/** The identities of one store, with their files in one folder. */
export const createIdentityService = (keeper: KeyKeeper): IdentityService => ({
  list: async () => (await keeper.store.read()).identities,
  find: async (name) => findIdentity((await keeper.store.read()).identities, name),
  create: async ({ name, type, passphrase, comment }) => {
    checkName(name)
    checkPassphrase(passphrase)
    // Checked before the generation of an RSA key, which needs seconds.
    checkNew((await keeper.store.read()).identities, { name })
    const key = { numbers: await generateNumbers(type), comment: comment ?? `${name}@postern` }
    return keepKey(keeper, { name, key, passphrase })
  },
  import: async ({ name, from, current, passphrase }) => {
    checkName(name)
    checkPassphrase(passphrase)
    checkNew((await keeper.store.read()).identities, { name })
    const { keyFile, called } = await readSource(from, name)
    const { key } = await asKeyFailure(called, () => unlockKey(keyFile, { name: called, ask: current }))
    const comment = [key.comment, keyFile.comment, `${name}@postern`].find((text) => text !== '') ?? ''
    return keepKey(keeper, { name, key: { ...key, comment }, passphrase })
  },
  changePassphrase: async (options) => {
    checkPassphrase(options.passphrase)
    return changePassphrase(keeper, options)
  },
  remove: (name, { evenInUse = false } = {}) => removeIdentity(keeper, name, { evenInUse }),
  inspect: (reference) => inspect(keeper, reference),
  unlock: (reference, ask) => unlock(keeper, reference, ask),
})
