import { randomUUID } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import path from 'node:path'
import { beforeEach } from 'vitest'
import type { Account } from '../../contract/account.ts'
import { AccountSchema } from '../../contract/account.ts'
import type { LogLine } from '../../contract/events.ts'
import { failureOf } from '../../contract/failure.ts'
import type { Failure, FailureCode } from '../../contract/failure.ts'
import type { Ask, Question } from '../../contract/question.ts'
import { SettingsSchema } from '../../contract/settings.ts'
import { createAccountService } from '../accounts/create-account-service.ts'
import { createIdentityService } from '../identities/create-identity-service.ts'
import { createHostTrust } from '../known-hosts/create-host-trust.ts'
import { connect } from '../ssh/connect.ts'
import { closeAfterEach } from './close-after-each.ts'
import { memoryStore, memoryVault } from './memory-store.ts'
import { startSshServer } from './ssh-server.ts'
import type { SshServer, SshServerOptions } from './ssh-server.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'
import type { TemporaryFolder } from './temporary-folder.ts'
import { waitUntil } from './wait-until.ts'
import { createOpenConnection } from '../connections/open-connection.ts'

const bob = { name: 'bob', password: 'right' }
const methods = ['password'] as const

export const accountAt = ({ port }: SshServer, change: Partial<Account> = {}): Account =>
  AccountSchema.parse({ id: randomUUID(), name: 'work', host: '127.0.0.1', port, user: 'bob', authentication: methods, ...change })

export interface Answering {
  readonly hostKey?: unknown
  readonly password?: readonly { readonly secret: string; readonly remember: boolean }[]
  readonly passphrase?: readonly { readonly secret: string; readonly remember: boolean }[]
  readonly challenge?: readonly string[]
}

/** A line of the connection log, with the code of the failure that it is about. */
interface Logged extends Pick<LogLine, 'level' | 'entry'> {
  readonly code: FailureCode | undefined
}

/**
 * Call it in a test file or a `describe`. Each test gets an SSH server and a folder of its own; everything that it starts is closed after it.
 */
export const connectionHarness = () => {
  const closeAfter = closeAfterEach()
  const fresh: { server?: SshServer; folder?: TemporaryFolder } = {}
  const server = (): SshServer => fresh.server!
  const folder = (): TemporaryFolder => fresh.folder!

  const start = async (options: Partial<SshServerOptions> = {}): Promise<SshServer> => {
    const started = await startSshServer({ users: [bob], ...options })
    closeAfter(started.stop)
    return started
  }

  beforeEach(async () => {
    fresh.server = await start()
    fresh.folder = await makeTemporaryFolder('open-connection')
    closeAfter(fresh.folder.remove)
  })

  /** Composes the services of a connection, with stores in memory, and a person who answers from lists. */
  const compose = (accounts: readonly Account[], answers: Answering = {}) => {
    const store = memoryStore({ accounts })
    const vault = memoryVault()
    const knownHostsFile = path.join(folder().path, `known_hosts-${randomUUID()}`)
    const hostTrust = createHostTrust({ ownFile: knownHostsFile, otherFiles: [] })
    const questions: Question[] = []
    const log: Logged[] = []
    const left = { password: [...(answers.password ?? [])], passphrase: [...(answers.passphrase ?? [])] }
    const ask = ((question: Question) => {
      questions.push(question)
      if (question.kind === 'host-key' || question.kind === 'certificate')
        return Promise.resolve('hostKey' in answers ? answers.hostKey : true)
      if (question.kind === 'keyboard-interactive') return Promise.resolve(answers.challenge)
      return Promise.resolve(left[question.kind].shift())
    }) as Ask
    const parts = {
      accounts: createAccountService(store, vault),
      identities: createIdentityService({ store, vault, folder: folder().path, bcryptRounds: 2 }),
      vault,
      hostTrust,
      connect,
      settings: () => Promise.resolve(SettingsSchema.parse({})),
    }
    const openConnection = createOpenConnection(parts)
    const open = async (account: Account, signal?: AbortSignal) => {
      const opened = await openConnection(account, {
        ask,
        log: (level, entry, about) => log.push({ level, entry, code: about?.code }),
        ...(signal === undefined ? {} : { signal }),
      })
      closeAfter(opened.end)
      return opened
    }
    const failure = async (account: Account): Promise<Failure | undefined> => open(account).then(() => undefined, failureOf)
    const know = (...lines: readonly string[]) => appendFileSync(knownHostsFile, `${lines.join('\n')}\n`)
    const knownLines = () => (existsSync(knownHostsFile) ? readFileSync(knownHostsFile, 'utf8').trim().split('\n') : [])
    return { open, failure, questions, log, vault, know, knownLines, parts }
  }

  return { server, folder, start, compose }
}

export const closed = (sockets: readonly Socket[]) =>
  waitUntil(() => sockets.every((socket) => socket.destroyed), { what: 'sockets to close' })
export const asked = (questions: readonly Question[]) => questions.map(({ kind }) => kind)
export const typed = (secret: string, remember = false) => ({ secret, remember })
