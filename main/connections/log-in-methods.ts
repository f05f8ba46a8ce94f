import { setTimeout as delay } from 'node:timers/promises'
import { assertNever } from '../../contract/assert-never.ts'
import type { Account, AuthenticationMethodName, IdentityReference } from '../../contract/account.ts'
import { FailureError } from '../../contract/failure.ts'
import type { Ask } from '../../contract/question.ts'
import type { IdentityService } from '../identities/identity-service.ts'
import type { AuthenticationMethod, Challenge, Connection } from '../ssh/connection.ts'
import type { Keychain } from './keychain.ts'
import { createKeyUnlocker } from './key-unlocker.ts'
import { createPasswordSource, serverOf } from './password-source.ts'
import type { TypedSecrets } from './typed-secrets.ts'

export interface LogInMethodsOptions {
  readonly account: Account
  readonly methods: readonly AuthenticationMethodName[]
  readonly ask: Ask
  readonly signal?: AbortSignal | undefined
  readonly identities: Pick<IdentityService, 'unlock' | 'inspect'>
  readonly keychain: Keychain
  readonly typed: TypedSecrets
  readonly agentAddresses: () => readonly string[]
}

/** The engine's methods for one log-in, and the work after it has succeeded. */
export interface LogInMethods {
  readonly methods: readonly AuthenticationMethod[]
  /** Keeps the password that worked: in memory, and in the keychain where the person wants it. */
  readonly keepSecrets: (authenticatedBy: Connection['facts']['authenticatedBy']) => Promise<void>
}

/**
 * Whether a challenge asks for the account's password, as sshd with PAM does: `Password:`, `(bob@host) Password:`, `bob's password:`.
 * SECURITY: a kept password never answers a request for a one-time code or a new password.
 */
const asksForPassword = ({ prompts }: Challenge): boolean => {
  const [prompt, ...others] = prompts
  return (
    prompt !== undefined &&
    others.length === 0 &&
    !prompt.echo &&
    /^(?:\([^()]*\) ?)?(?:[^\s:]+'s )?password(?: for [^\s:]+)?: ?$/i.test(prompt.text)
  )
}

/** The delay before a notice is shown, so that one without a question does not flash by. */
const noticeDelayMs = 300

/** Returns the account's methods in its order, without those that cannot be used (no agent, no identity). */
export const createLogInMethods = async (options: LogInMethodsOptions): Promise<LogInMethods> => {
  const { account, ask, signal } = options
  const password = createPasswordSource(options)
  const server = serverOf(account)

  const answer = async (challenge: Challenge, withdrawn?: AbortSignal): Promise<readonly string[] | undefined> => {
    const until = withdrawn === undefined ? signal : AbortSignal.any([withdrawn, ...(signal === undefined ? [] : [signal])])
    // A notice that a question follows at once is shown with that question.
    if (challenge.prompts.length === 0) await delay(noticeDelayMs, undefined, { signal: until })
    if (asksForPassword(challenge)) {
      const secret = await password.next()
      return secret === undefined ? undefined : [secret]
    }
    return await ask({ kind: 'keyboard-interactive', account: account.name, server, ...challenge }, until)
  }

  const methodsOf = async (name: AuthenticationMethodName): Promise<readonly AuthenticationMethod[]> => {
    switch (name) {
      case 'agent':
        return options.agentAddresses().map((address) => ({ type: 'agent', address }))
      case 'key':
        return account.identity === undefined ? [] : [await keyMethod(account.identity, options)]
      case 'keyboard-interactive':
        return [{ type: 'keyboard-interactive', answer }]
      case 'password':
        return [{ type: 'password', password: password.next }]
      default:
        return assertNever(name)
    }
  }

  const methods = (await Promise.all(options.methods.map(methodsOf))).flat()
  if (methods.length === 0) throw new FailureError(noMeans(account, options.methods))
  return {
    methods,
    keepSecrets: async (authenticatedBy) => {
      // A log-in by key may follow a refused password, which must not be kept.
      if (authenticatedBy === 'password' || authenticatedBy === 'keyboard-interactive') await password.keep()
    },
  }
}

const noMeans = (account: Account, methods: readonly AuthenticationMethodName[]) =>
  methods.includes('agent')
    ? ({ code: 'agent-unreachable', address: 'SSH_AUTH_SOCK', reason: 'no-agent-runs' } as const)
    : ({ code: 'secret-needed', reason: 'key-of', user: account.user, host: account.host } as const)

const keyMethod = async (reference: IdentityReference, options: LogInMethodsOptions): Promise<AuthenticationMethod> => {
  const name = reference.kind === 'kept' ? reference.name : reference.path
  const unlock = createKeyUnlocker(reference, options)
  // A key that cannot be read fails when it is unlocked.
  const publicKey = await options.identities.inspect(reference).then(blobOf, () => undefined)
  return { type: 'key', name, unlock, publicKey }
}

const blobOf = ({ publicKeyLine }: { readonly publicKeyLine: string }): Uint8Array =>
  Buffer.from(publicKeyLine.split(' ')[1] ?? '', 'base64')
