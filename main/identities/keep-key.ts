import { createHash, randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { FailureError } from '../../contract/failure.ts'
import { IdentityNameSchema, type Identity, type PassphraseChoice } from '../../contract/identity.ts'
import type { AccountStore } from '../accounts/account-store.ts'
import { fingerprintOf } from '../ssh/transport/host-key.ts'
import type { Vault } from '../vault/vault.ts'
import { checkNew } from './find-identity.ts'
import type { OpenedKey } from '../keys/key-file.ts'
import { encodeEncryptedKey } from '../keys/openssh-key-format.ts'
import { parseKeyFile } from '../keys/parse-key-file.ts'
import { cleanComment, describePublicKey, publicBlobOf, publicKeyLine } from '../keys/public-key.ts'
import { writeKeyFile } from '../keys/write-key-file.ts'

export interface KeyKeeper {
  readonly store: AccountStore
  readonly vault: Vault
  /** The folder of the key files, Postern's own. */
  readonly folder: string
  readonly now?: () => Date
  /** The rounds of bcrypt for new files. Postern uses the default of 24; only tests, which make hundreds of keys, use fewer. */
  readonly bcryptRounds?: number
}

/** Throws `input-invalid` before any key is made. */
export const checkName = (name: string): void => {
  if (!IdentityNameSchema.safeParse(name).success)
    throw new FailureError({
      code: 'input-invalid',
      field: 'name',
      value: name,
      reason: 'key-name',
    })
}

/** Throws `input-invalid` before a file is written. */
export const checkPassphrase = (passphrase: PassphraseChoice): void => {
  // SECURITY: an empty passphrase is no encryption. A person who wants to type none lets the keychain keep a random one (recipe R11).
  if (passphrase.kept === 'asked' && passphrase.passphrase === '')
    throw new FailureError({ code: 'input-invalid', field: 'passphrase', value: '', reason: 'passphrase-empty' })
}

/**
 * The file is named after the key, not after the identity, whose name Windows may reserve, or which may differ from another only in case or
 * in its Unicode form.
 */
const fileNameOf = (type: string, blob: Buffer): string =>
  `id_${type}_${createHash('sha256').update(blob).digest('hex').slice(0, 16)}`

/** Rejects where the written file does not contain the key. That is a fault of the program, not a failure. */
export const compareKey = async (written: Buffer, key: OpenedKey, passphrase: string): Promise<void> => {
  const file = parseKeyFile(written)
  const blob = publicBlobOf(key.numbers)
  if (!file.encrypted || file.publicBlob?.equals(blob) !== true) throw new Error('the key file was not written as it was meant')
  const { numbers } = await file.open(passphrase)
  const same = Object.entries(key.numbers).every(([part, value]) => {
    const other: unknown = Reflect.get(numbers, part)
    return Buffer.isBuffer(value) ? Buffer.isBuffer(other) && other.equals(value) : other === value
  })
  if (!same) throw new Error('the key file holds another key than was meant')
}

/** Returns a passphrase for the keychain to keep. */
export const randomPassphrase = (): string => randomBytes(32).toString('base64')

/** Runs `undo` when `work` rejects, and then rejects with the same error. */
export const orUndo = async (work: () => Promise<unknown>, undo: () => Promise<void>): Promise<void> => {
  try {
    await work()
  } catch (error) {
    await undo()
    throw error
  }
}

/**
 * Encrypts the key, writes its file and reads it back, stores a random passphrase in the keychain, and enters the key in the store. After a
 * failure nothing remains. Of two processes that import the same key, only one gets the file's name, before either has changed the
 * passphrase in the keychain.
 */
export const keepKey = async (
  { store, vault, folder, now = () => new Date(), bcryptRounds }: KeyKeeper,
  options: { readonly name: string; readonly key: OpenedKey; readonly passphrase: PassphraseChoice },
): Promise<Identity> => {
  const blob = publicBlobOf(options.key.numbers)
  const key = { ...options.key, comment: cleanComment(options.key.comment) }
  const { type, bits } = describePublicKey(blob)
  const identity: Identity = {
    name: options.name,
    type,
    bits,
    fingerprint: fingerprintOf(blob),
    publicKeyLine: publicKeyLine(blob, key.comment),
    file: path.join(folder, fileNameOf(type, blob)),
    createdAt: now().toISOString(),
    passphrase: options.passphrase.kept,
  }
  checkNew((await store.read()).identities, identity)
  const enter = (): Promise<unknown> =>
    store.update((data) => {
      checkNew(data.identities, identity)
      return { ...data, identities: [...data.identities, identity] }
    })
  const write = async (passphrase: string): Promise<void> =>
    writeKeyFile(identity.file, await encodeEncryptedKey(key, passphrase, bcryptRounds), (written) =>
      compareKey(written, key, passphrase),
    )
  const removeFile = (): Promise<void> => rm(identity.file, { force: true })

  if (options.passphrase.kept === 'asked') {
    await write(options.passphrase.passphrase)
    await orUndo(enter, removeFile)
    return identity
  }
  const secret = { kind: 'passphrase', fingerprint: identity.fingerprint } as const
  const passphrase = randomPassphrase()
  // Rejects before any write where there is no keychain. The passphrase in it may belong to another copy of the key.
  const before = await vault.get(secret)
  await write(passphrase)
  await orUndo(async () => {
    await vault.set(secret, passphrase)
    await orUndo(enter, () => (before === undefined ? vault.remove(secret) : vault.set(secret, before)))
  }, removeFile)
  return identity
}
