import type { Account } from '../../contract/account.ts'
import { FailureError } from '../../contract/failure.ts'
import type { Ask } from '../../contract/question.ts'
import type { Settings } from '../../contract/settings.ts'
import type { AccountService } from '../accounts/account-service.ts'
import type { IdentityService } from '../identities/identity-service.ts'
import type { HostTrust } from '../known-hosts/host-trust.ts'
import type { Connect, Connection } from '../ssh/connection.ts'
import type { Vault } from '../vault/vault.ts'
import { agentAddresses } from './agent-addresses.ts'
import { jumpFailure } from './jump-failure.ts'
import { createKeychain } from './keychain.ts'
import { createLogInMethods } from './log-in-methods.ts'
import type { Log } from '../data-folder/log.ts'
import { connectToTrusted } from './trust-host.ts'
import { createTypedSecrets } from './typed-secrets.ts'

/**
 * Opens the connection of an account, through its jump host where it has one. Builds the log-in methods from the account, its identity and
 * the vault, and judges the host key: for an unknown one it asks the person, connects again with that key pinned, and remembers the key
 * after the handshake. Keeps a secret only once it has worked.
 */
export type OpenConnection = (account: Account, options: OpenOptions) => Promise<OpenedConnection>

export interface OpenOptions {
  readonly ask: Ask
  readonly signal?: AbortSignal | undefined
  /** The methods to use instead of the account's own, to install and to prove a key. A jump host uses its own as always. */
  readonly only?: Account['authentication']
  readonly log?: Log | undefined
}

/** A connection and the jump connections under it; `end` closes them all. */
export interface OpenedConnection {
  readonly connection: Connection
  readonly end: () => Promise<void>
}

export interface OpenConnectionDependencies {
  readonly accounts: Pick<AccountService, 'find'>
  readonly identities: Pick<IdentityService, 'unlock' | 'inspect'>
  readonly vault: Pick<Vault, 'get' | 'set'>
  readonly hostTrust: Pick<HostTrust, 'judgeFor' | 'remember'>
  readonly connect: Connect
  readonly settings: () => Promise<Settings>
}

/** Rejects as soon as the signal aborts, even where the shell ignores it. */
const untilAborted =
  (ask: Ask): Ask =>
  async (question, signal) => {
    if (signal === undefined) return await ask(question)
    signal.throwIfAborted()
    let stop: () => void = () => undefined
    const aborted = new Promise<never>((_, reject) => {
      stop = () => reject(signal.reason as Error)
      signal.addEventListener('abort', stop, { once: true })
    })
    return await Promise.race([ask(question, signal), aborted]).finally(() => signal.removeEventListener('abort', stop))
  }

/** The returned function keeps the secrets that a person typed, for as long as it exists. */
export const createOpenConnection = (dependencies: OpenConnectionDependencies): OpenConnection => {
  const { accounts, identities, vault, hostTrust, connect } = dependencies
  const typed = createTypedSecrets()

  /** `passed` are the ids of the accounts whose jump hosts lead here. */
  const open = async (account: Account, options: OpenOptions, passed: readonly string[]): Promise<OpenedConnection> => {
    const jump = await openJump(account, options, [...passed, account.id])
    try {
      const connection = await logIn(account, options, jump?.connection)
      const end = async (): Promise<void> => {
        await connection.end()
        await jump?.end()
      }
      return { connection, end }
    } catch (error) {
      await jump?.end()
      throw error
    }
  }

  const openJump = async (
    account: Account,
    options: OpenOptions,
    passed: readonly string[],
  ): Promise<OpenedConnection | undefined> => {
    if (account.jumpAccountId === undefined) return undefined
    const jump = await accounts.find(account.jumpAccountId)
    if (passed.includes(jump.id))
      throw new FailureError({
        code: 'input-invalid',
        field: 'jumpAccountId',
        value: jump.name,
        reason: 'jump-loop',
      })
    const { ask, signal, log } = options
    try {
      return await open(jump, { ask, signal, log }, passed)
    } catch (error) {
      throw jumpFailure(error, jump.name, log)
    }
  }

  const logIn = async (account: Account, options: OpenOptions, via: Connection | undefined): Promise<Connection> => {
    const { ask, signal, log = () => undefined } = options
    const { host, port, user, compression, trustedFingerprint } = account
    const settings = await dependencies.settings()
    const keychain = createKeychain(vault, log)
    const methods = options.only ?? account.authentication
    const means = await createLogInMethods({ account, methods, ask, signal, identities, keychain, typed, agentAddresses })
    const judge = await hostTrust.judgeFor({ host, port, pin: trustedFingerprint })
    const connection = await connectToTrusted({
      account,
      judge,
      ask,
      signal,
      log,
      remember: hostTrust.remember,
      connect: (hostKey) =>
        connect({
          host,
          port,
          user,
          compression,
          ...hostKey,
          log,
          authentication: means.methods,
          connectTimeoutMs: settings.connectTimeoutSeconds * 1000,
          logInTimeoutMs: settings.logInTimeoutSeconds * 1000,
          keepaliveMs: settings.keepaliveSeconds * 1000,
          keepaliveTimeoutMs: settings.keepaliveTimeoutSeconds * 1000,
          via,
          signal,
        }),
    })
    try {
      await means.keepSecrets(connection.facts.authenticatedBy)
    } catch (error) {
      await connection.end()
      throw error
    }
    return connection
  }

  return (account, options) => open(account, { ...options, ask: untilAborted(options.ask) }, [])
}
