import type { Account, IdentityReference } from '../../contract/account.ts'
import type { Ask } from '../../contract/question.ts'
import type { IdentityService } from '../identities/identity-service.ts'
import type { PrivateKey } from '../ssh/connection.ts'
import type { Keychain } from './keychain.ts'
import type { TypedSecrets } from './typed-secrets.ts'

export interface KeyUnlockerOptions {
  readonly account: Account
  readonly ask: Ask
  readonly signal?: AbortSignal | undefined
  readonly identities: Pick<IdentityService, 'unlock'>
  readonly keychain: Keychain
  readonly typed: TypedSecrets
}

/** Unlocks the account's private key. A passphrase that fits is kept in memory, and in the keychain where the person wants it. */
export const createKeyUnlocker = (reference: IdentityReference, options: KeyUnlockerOptions) => async (): Promise<PrivateKey> => {
  const { account, ask, signal, identities, keychain, typed } = options
  const owner = `passphrase ${reference.kind} ${reference.kind === 'kept' ? reference.name : reference.path}`
  let fromMemory = typed.recall(owner)
  const answered: { remember: boolean } = { remember: false }

  const key = await identities.unlock(reference, async ({ name, wrong }) => {
    if (fromMemory !== undefined) {
      const secret = fromMemory
      fromMemory = undefined
      return secret
    }
    const about = { kind: 'passphrase', account: account.name, identity: name } as const
    const answer = await ask(wrong ? { ...about, previous: { code: 'passphrase-wrong', identity: name } } : about, signal)
    answered.remember = answer?.remember === true
    return answer?.secret
  })
  if (key.typedPassphrase !== undefined) {
    typed.keep(owner, key.typedPassphrase)
    if (answered.remember) await keychain.keep({ kind: 'passphrase', fingerprint: key.fingerprint }, key.typedPassphrase)
  }
  return key.privateKey
}
