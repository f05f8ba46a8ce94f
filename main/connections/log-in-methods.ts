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

/** The engine's methods for one log-in, and what is to be done once the server let us in. */
export interface LogInMethods {
  readonly methods: readonly AuthenticationMethod[]
  /** Keeps the secrets that worked: in memory, and in the keychain where the person wants that. */
  readonly keepSecrets: (authenticatedBy: Connection['facts']['authenticatedBy']) => Promise<void>
}

/**
 * A challenge that is the password of old behind another name, as sshd asks it by PAM: `Password:`, `(bob@host) Password:`,
 * `bob's password:`. SECURITY: a one-time code or a new password is never answered from what is kept.
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

/** A notice without a question flashes by in less. */
const noticeDelayMs = 300

/** From an account to the ways to log in, in the account's order. A way whose means are absent (no agent, no identity) is left out. */
export const createLogInMethods = async (options: LogInMethodsOptions): Promise<LogInMethods> => {
  const { account, ask, signal } = options
  const password = createPasswordSource(options)
  const server = serverOf(account)

  const answer = async (challenge: Challenge, withdrawn?: AbortSignal): Promise<readonly string[] | undefined> => {
    const until = withdrawn === undefined ? signal : AbortSignal.any([withdrawn, ...(signal === undefined ? [] : [signal])])
    // A notice that its server follows up at once is shown with the question that follows.
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
      // Where a key let us in after a password was refused, that password is not worth keeping.
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
  // A key that cannot be read tells so when its turn comes.
  const publicKey = await options.identities.inspect(reference).then(blobOf, () => undefined)
  return { type: 'key', name, unlock, ...(publicKey === undefined ? {} : { publicKey }) }
}

const blobOf = ({ publicKeyLine }: { readonly publicKeyLine: string }): Uint8Array =>
  Buffer.from(publicKeyLine.split(' ')[1] ?? '', 'base64')
