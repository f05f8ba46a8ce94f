import { FailureError } from '../../contract/failure.ts'
import { fingerprintOf } from '../ssh/transport/host-key.ts'
import type { CheckedKey, KeyFile } from './key-file.ts'
import { UnreadableKeyError, WrongPassphraseError } from './key-fault.ts'

/** Asks for a passphrase. It is called until one fits or the person gives up (undefined); `wrong` is true from the second call on. */
export type PassphraseAsker = (about: {
  readonly name: string
  /** Undefined for an encrypted PEM file without its .pub file, which shows no public key. */
  readonly fingerprint: string | undefined
  readonly wrong: boolean
}) => Promise<string | undefined>

/** Runs a parser's work on `file` and turns its fault into the failure that a person sees. */
export const asKeyFailure = async <Result>(file: string, work: () => Result | Promise<Result>): Promise<Result> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof UnreadableKeyError)
      throw new FailureError({ code: 'key-unreadable', file, ...error.reason }, { cause: error })
    throw error
  }
}

/** Returns the key, or undefined where the passphrase does not fit. */
const tryPassphrase = async (keyFile: KeyFile, passphrase: string): Promise<CheckedKey | undefined> => {
  try {
    return await keyFile.open(passphrase)
  } catch (error) {
    if (error instanceof WrongPassphraseError) return undefined
    throw error
  }
}

export interface UnlockedKey {
  readonly key: CheckedKey
  /** The passphrase that fitted, where a person typed it just now. */
  readonly typedPassphrase?: string
}

/**
 * Opens a key file. An encrypted one is opened with the kept passphrase, then with the answers of `ask`, until one fits. Rejects
 * `secret-needed` where nobody answered, `passphrase-wrong` where the person gave up, and UnreadableKeyError.
 */
export const unlockKey = async (
  keyFile: KeyFile,
  options: { readonly name: string; readonly kept?: string | undefined; readonly ask: PassphraseAsker },
): Promise<UnlockedKey> => {
  const { name, kept, ask } = options
  if (!keyFile.encrypted) return { key: await keyFile.open('') }
  if (kept !== undefined) {
    const key = await tryPassphrase(keyFile, kept)
    if (key) return { key }
  }
  const fingerprint = keyFile.publicBlob && fingerprintOf(keyFile.publicBlob)
  for (let previous: string | undefined; ;) {
    const wrong = previous !== undefined
    const passphrase = await ask({ name, fingerprint, wrong })
    // The same wrong answer twice comes from a script, which would repeat it for ever.
    if (passphrase === undefined || passphrase === previous)
      throw new FailureError(
        wrong ? { code: 'passphrase-wrong', identity: name } : { code: 'secret-needed', reason: 'passphrase-of', identity: name },
      )
    const key = await tryPassphrase(keyFile, passphrase)
    if (key) return { key, typedPassphrase: passphrase }
    previous = passphrase
  }
}
