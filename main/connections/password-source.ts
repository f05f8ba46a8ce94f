import type { Account } from '../../contract/account.ts'
import type { Failure } from '../../contract/failure.ts'
import type { Ask, SecretAnswer } from '../../contract/question.ts'
import type { Keychain } from './keychain.ts'
import type { TypedSecrets } from './typed-secrets.ts'

/** The passwords to try in one log-in, best first. */
export interface PasswordSource {
  /** Returns the password that worked before, then the one in the keychain, then a person's answer; undefined where nobody answers. */
  readonly next: (previous?: Failure) => Promise<string | undefined>
  /** Keeps the last password. To be called once the server has accepted it. */
  readonly keep: () => Promise<void>
}

export interface PasswordSourceOptions {
  readonly account: Account
  readonly ask: Ask
  readonly signal?: AbortSignal | undefined
  readonly keychain: Keychain
  readonly typed: TypedSecrets
}

export const serverOf = ({ user, host, port }: Account): string => `${user}@${host}:${port}`

export const createPasswordSource = ({ account, ask, signal, keychain, typed }: PasswordSourceOptions): PasswordSource => {
  const name = { kind: 'password', accountId: account.id } as const
  // SECURITY: the server is part of the key, so that an edited account never sends one server's password to another.
  const owner = `password ${account.id} ${serverOf(account)}`
  const offered = new Set<string>()
  let last: SecretAnswer | undefined

  /** Returns a known password that this log-in has not offered yet, so that a refused one is asked for and not tried again. */
  const known = async (): Promise<string | undefined> => {
    const remembered = typed.recall(owner)
    if (remembered !== undefined && !offered.has(remembered)) return remembered
    const kept = offered.size <= 1 ? await keychain.recall(name) : undefined
    return kept !== undefined && !offered.has(kept) ? kept : undefined
  }

  const offer = (answer: SecretAnswer | undefined): string | undefined => {
    last = answer
    if (answer !== undefined) offered.add(answer.secret)
    return answer?.secret
  }

  return {
    next: async (previous) => {
      const secret = await known()
      if (secret !== undefined) return offer({ secret, remember: false })
      const { host, user } = account
      const refused: Failure | undefined =
        previous ?? (offered.size > 0 ? { code: 'login-refused', host, user, tried: ['password'], accepted: [] } : undefined)
      const about = { kind: 'password', account: account.name, server: serverOf(account) } as const
      return offer(await ask(refused === undefined ? about : { ...about, previous: refused }, signal))
    },
    keep: async () => {
      if (last === undefined) return
      typed.keep(owner, last.secret)
      if (last.remember) await keychain.keep(name, last.secret)
    },
  }
}
