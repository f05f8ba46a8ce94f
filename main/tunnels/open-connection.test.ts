import { randomUUID } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { chmod, writeFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Account } from '../../contract/account.ts'
import { AccountSchema } from '../../contract/account.ts'
import { FailureError, failureOf } from '../../contract/failure.ts'
import type { Failure } from '../../contract/failure.ts'
import type { Ask, Question } from '../../contract/question.ts'
import { SettingsSchema } from '../../contract/settings.ts'
import { createAccountService } from '../accounts/create-account-service.ts'
import { createIdentityService } from '../identities/create-identity-service.ts'
import { createHostTrust } from '../known-hosts/create-host-trust.ts'
import { connect } from '../ssh/connect.ts'
import { memoryStore, memoryVault } from '../testing/memory-parts.ts'
import { startSshServer } from '../testing/ssh-server.ts'
import type { SshServer, SshServerOptions } from '../testing/ssh-server.ts'
import { makeTemporaryFolder } from '../testing/temporary-folder.ts'
import type { TemporaryFolder } from '../testing/temporary-folder.ts'
import { makeTestKey } from '../testing/test-key.ts'
import { waitUntil } from '../testing/wait-until.ts'
import { createOpenConnection } from './open-connection.ts'

const bob = { name: 'bob', password: 'right' }
const methods = ['password'] as const

let server: SshServer
let folder: TemporaryFolder
const closers: (() => Promise<unknown>)[] = []

const start = async (options: Partial<SshServerOptions> = {}): Promise<SshServer> => {
  const started = await startSshServer({ users: [bob], ...options })
  closers.push(started.stop)
  return started
}

beforeEach(async () => {
  server = await start()
  folder = await makeTemporaryFolder('open-connection')
  closers.push(folder.remove)
})
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

const accountAt = ({ port }: SshServer, change: Partial<Account> = {}): Account =>
  AccountSchema.parse({ id: randomUUID(), name: 'work', host: '127.0.0.1', port, user: 'bob', authentication: methods, ...change })

interface Answering {
  readonly hostKey?: unknown
  readonly password?: readonly { readonly secret: string; readonly remember: boolean }[]
  readonly passphrase?: readonly { readonly secret: string; readonly remember: boolean }[]
  readonly challenge?: readonly string[]
}

/** Everything that a connection needs, without a disk, and a person who answers from lists. */
const house = (accounts: readonly Account[], answers: Answering = {}) => {
  const store = memoryStore(accounts)
  const vault = memoryVault()
  const knownHostsFile = path.join(folder.path, `known_hosts-${randomUUID()}`)
  const hostTrust = createHostTrust({ ownFile: knownHostsFile, otherFiles: [] })
  const questions: Question[] = []
  const log: string[] = []
  const left = { password: [...(answers.password ?? [])], passphrase: [...(answers.passphrase ?? [])] }
  const ask = ((question: Question) => {
    questions.push(question)
    if (question.kind === 'host-key') return Promise.resolve('hostKey' in answers ? answers.hostKey : true)
    if (question.kind === 'keyboard-interactive') return Promise.resolve(answers.challenge)
    return Promise.resolve(left[question.kind].shift())
  }) as Ask
  const parts = {
    accounts: createAccountService(store, vault),
    identities: createIdentityService({ store, vault, folder: folder.path, bcryptRounds: 2 }),
    ...{ vault, hostTrust, connect },
    settings: () => Promise.resolve(SettingsSchema.parse({})),
  }
  const openConnection = createOpenConnection(parts)
  const open = async (account: Account, signal?: AbortSignal) => {
    const opened = await openConnection(account, {
      ask,
      log: (level, message) => log.push(`${level} ${message}`),
      ...(signal === undefined ? {} : { signal }),
    })
    closers.push(opened.end)
    return opened
  }
  const failure = async (account: Account): Promise<Failure | undefined> => open(account).then(() => undefined, failureOf)
  const know = (...lines: readonly string[]) => appendFileSync(knownHostsFile, `${lines.join('\n')}\n`)
  const knownLines = () => (existsSync(knownHostsFile) ? readFileSync(knownHostsFile, 'utf8').trim().split('\n') : [])
  return { open, failure, questions, log, vault, know, knownLines, parts }
}

const closed = (sockets: readonly Socket[]) =>
  waitUntil(() => sockets.every((socket) => socket.destroyed), { what: 'sockets to close' })
const asked = (questions: readonly Question[]) => questions.map(({ kind }) => kind)
const typed = (secret: string, remember = false) => ({ secret, remember })

describe('a host key that nobody knows', () => {
  test('is shown with its fingerprint and picture, and remembered once the server has proved it', async () => {
    const account = accountAt(server)
    const { open, questions, knownLines } = house([account], { password: [typed('right')] })
    await open(account)
    const [question] = questions
    expect(question).toMatchObject({ kind: 'host-key', account: 'work', hostKey: { fingerprint: server.hostKeys[0]!.fingerprint } })
    expect(question?.kind === 'host-key' && question.randomart).toMatch(/^\+-+\[ED25519 256\]-+\+\n/)
    expect(knownLines()).toEqual(server.knownHostsLines)
    await open(account)
    expect(asked(questions)).toEqual(['host-key', 'password'])
  })

  test.each([false, undefined, null, 0, 1, 'yes', 'true', {}, []])('is refused when the answer is %j', async (hostKey) => {
    const account = accountAt(server)
    const { failure, questions, knownLines } = house([account], { hostKey })
    expect(await failure(account)).toMatchObject({ code: 'host-key-unknown', fingerprint: server.hostKeys[0]!.fingerprint })
    expect(asked(questions)).toEqual(['host-key'])
    expect(knownLines()).toEqual([])
  })

  test('is the only one taken: a server that shows another key the second time is refused', async () => {
    const account = accountAt(server)
    const { parts, knownLines } = house([account])
    const swap = (async () => {
      await server.stop()
      await start({ port: server.port, hostKeys: [makeTestKey()] })
      return true
    }) as Ask
    const failed = await createOpenConnection(parts)(account, { ask: swap }).then(() => undefined, failureOf)
    expect(failed).toMatchObject({ code: 'host-key-changed', known: [server.hostKeys[0]!.fingerprint] })
    expect(knownLines()).toEqual([])
  })

  test('need not be compared again after a log-in that was refused', async () => {
    const account = accountAt(server)
    const { failure, questions } = house([account], { password: [typed('wrong'), typed('wrong'), typed('wrong')] })
    expect(await failure(account)).toMatchObject({ code: 'login-refused' })
    await failure(account)
    expect(asked(questions).filter((kind) => kind === 'host-key')).toHaveLength(1)
  })
})

describe('a host key that is known', () => {
  test('and changed is refused without a question, with both fingerprints', async () => {
    const account = accountAt(server)
    const { failure, questions, know } = house([account])
    const other = makeTestKey()
    know(`[127.0.0.1]:${server.port} ${other.publicKey}`)
    expect(await failure(account)).toMatchObject({
      code: 'host-key-changed',
      fingerprint: server.hostKeys[0]!.fingerprint,
      known: [other.fingerprint],
    })
    expect(questions).toEqual([])
  })

  test('and revoked is refused without a question', async () => {
    const account = accountAt(server)
    const { failure, questions, know } = house([account])
    know(`@revoked * ${server.hostKeys[0]!.publicKey}`)
    expect(await failure(account)).toMatchObject({ code: 'host-key-revoked' })
    expect(questions).toEqual([])
  })

  test('by the account itself is taken, and no other', async () => {
    const right = accountAt(server, { trustedFingerprint: server.hostKeys[0]!.fingerprint })
    const wrong = accountAt(server, { trustedFingerprint: `SHA256:${'A'.repeat(43)}` })
    const { open, failure, questions } = house([right, wrong], { password: [typed('right')] })
    await open(right)
    expect(await failure(wrong)).toMatchObject({ code: 'host-key-changed' })
    expect(asked(questions)).toEqual(['password'])
  })
})

describe('a password', () => {
  const trusting = (account: Account, answers: Answering) => {
    const made = house([account], answers)
    made.know(...server.knownHostsLines)
    return made
  }
  const entry = ({ id }: Account) => `password:${id}`

  test('in the keychain is used without a question', async () => {
    const account = accountAt(server)
    const { open, questions, vault } = trusting(account, {})
    vault.entries.set(entry(account), 'right')
    await open(account)
    expect(questions).toEqual([])
  })

  test('in the keychain that the server refuses is asked anew, with the reason', async () => {
    const account = accountAt(server)
    const { open, questions, vault } = trusting(account, { password: [typed('right', true)] })
    vault.entries.set(entry(account), 'old')
    await open(account)
    expect(questions).toMatchObject([
      { kind: 'password', server: `bob@127.0.0.1:${server.port}`, previous: { code: 'login-refused' } },
    ])
    expect(vault.entries.get(entry(account))).toBe('right')
  })

  test('is kept only where the person wants it, and only once it worked', async () => {
    const account = accountAt(server)
    const { failure, vault } = trusting(account, { password: [typed('wrong', true), typed('wrong', true), typed('wrong', true)] })
    expect(await failure(account)).toMatchObject({ code: 'login-refused' })
    expect(vault.entries.size).toBe(0)
    const second = trusting(account, { password: [typed('wrong', true), typed('right', false)] })
    await second.open(account)
    expect(second.vault.entries.size).toBe(0)
  })

  test('that worked is not asked again after a drop, and goes to no other server', async () => {
    const account = accountAt(server)
    const { open, failure, questions, know } = trusting(account, { password: [typed('right')] })
    await open(account)
    await open(account)
    expect(asked(questions)).toEqual(['password'])
    const other = await start()
    know(...other.knownHostsLines)
    expect(await failure({ ...account, port: other.port })).toMatchObject({ code: 'secret-needed' })
  })

  test('that worked once and is refused later is asked anew', async () => {
    const changing = { name: 'bob', password: 'right' }
    const other = await start({ users: [changing] })
    const account = accountAt(other)
    const { open, questions, know } = trusting(account, { password: [typed('right'), typed('newer')] })
    know(...other.knownHostsLines)
    await open(account)
    changing.password = 'newer'
    await open(account)
    await open(account)
    expect(questions).toMatchObject([{ kind: 'password' }, { kind: 'password', previous: { code: 'login-refused' } }])
  })

  test('that nobody gives is a secret that is needed, and no refused log-in', async () => {
    const account = accountAt(server)
    const { failure } = trusting(account, {})
    expect(await failure(account)).toMatchObject({
      code: 'secret-needed',
      what: expect.stringContaining('bob@127.0.0.1') as string,
    })
  })

  test('is asked where the keychain is absent or locked, and the log says so', async () => {
    const account = accountAt(server)
    const { open, log, vault } = trusting(account, { password: [typed('right', true)] })
    Object.assign(vault, {
      get: () => Promise.reject(new FailureError({ code: 'keychain-absent', reason: 'no D-Bus' })),
      set: () => Promise.reject(new FailureError({ code: 'keychain-locked' })),
    })
    await open(account)
    expect(log).toContain('warn keychain-absent: the password is asked for instead')
    expect(log).toContain('warn keychain-locked: the password is not kept')
    expect(log.join('\n')).not.toContain('right')
  })

  test('answers a challenge that is a password by another name, as sshd asks it by PAM', async () => {
    const account = accountAt(server, { authentication: ['keyboard-interactive'] })
    const { open, questions, vault } = trusting(account, {})
    vault.entries.set(entry(account), 'right')
    await open(account)
    expect(questions).toEqual([])
  })

  test.each(['One-time password: ', 'New password: ', 'Verification code: ', 'Password and code: '])(
    'is never the answer to %j',
    async (prompt) => {
      const seen: string[] = []
      const strict = await start({
        authenticate: (context) => {
          if (context.method !== 'keyboard-interactive') {
            context.reject(['keyboard-interactive'])
            return
          }
          context.prompt([{ prompt, echo: false }], (given) => {
            seen.push(...(Array.isArray(given) ? given : []))
            context.accept()
          })
        },
      })
      const account = accountAt(strict, { authentication: ['keyboard-interactive'] })
      const { open, questions, vault, know } = house([account], { challenge: ['123456'] })
      know(...strict.knownHostsLines)
      vault.entries.set(entry(account), 'right')
      await open(account)
      expect(asked(questions)).toEqual(['keyboard-interactive'])
      expect(seen).toEqual(['123456'])
    },
  )
})

describe('the other ways to log in', () => {
  test('a key file logs in without a question', async () => {
    const key = makeTestKey()
    const file = path.join(folder.path, 'key')
    await writeFile(file, key.privateKey)
    await chmod(file, 0o600)
    server.authorize('bob', key.publicKey)
    const account = accountAt(server, { authentication: ['key'], identity: { kind: 'file', path: file } })
    const { open, questions } = house([account])
    const { connection } = await open(account)
    expect(connection.facts.authenticatedBy).toBe('key')
    expect(asked(questions)).toEqual(['host-key'])
  })

  test("a key's passphrase is asked once, and kept under the key's fingerprint where the person wants it", async () => {
    const account = accountAt(server, { authentication: ['key'], identity: { kind: 'kept', name: 'laptop' } })
    const passphrase = [typed('no'), typed('open sesame', true)]
    const { open, questions, vault, parts } = house([account], { passphrase })
    const identity = await parts.identities.create({
      name: 'laptop',
      type: 'ed25519',
      passphrase: { kept: 'asked', passphrase: 'open sesame' },
    })
    server.authorize('bob', identity.publicKeyLine)
    await open(account)
    expect(questions.slice(-2)).toMatchObject([
      { kind: 'passphrase', identity: 'laptop' },
      { kind: 'passphrase', identity: 'laptop', previous: { code: 'passphrase-wrong' } },
    ])
    expect([...vault.entries]).toEqual([[`passphrase:${identity.fingerprint}`, 'open sesame']])
    vault.entries.clear()
    await open(account)
    expect(asked(questions)).toHaveLength(3)
  })

  test('a way whose means are absent is left out', async () => {
    const account = accountAt(server, { authentication: ['key', 'password'] })
    const { open } = house([account], { password: [typed('right')] })
    expect((await open(account)).connection.facts.authenticatedBy).toBe('password')
  })

  test('an account that has none left says what is missing', async () => {
    const account = accountAt(server, { authentication: ['key'] })
    expect(await house([account]).failure(account)).toMatchObject({ code: 'secret-needed' })
  })
})

describe('a jump host', () => {
  const through = async () => {
    const gateServer = await start()
    const gate = accountAt(gateServer, { name: 'gate' })
    const account = accountAt(server, { jumpAccountId: gate.id })
    return { gateServer, gate, account }
  }

  test('leads to the server, and both connections end together', async () => {
    const { gateServer, gate, account } = await through()
    const { open, questions } = house([gate, account], { password: [typed('right'), typed('right')] })
    const opened = await open(account)
    expect(new Set(gateServer.requested)).toEqual(new Set([`127.0.0.1:${server.port}`]))
    expect(questions.map(({ kind, account: whose }) => `${whose} ${kind}`)).toEqual([
      'gate host-key',
      'gate password',
      'work host-key',
      'work password',
    ])
    const gone = closed([...gateServer.sockets, ...server.sockets])
    await opened.end()
    await gone
  })

  test('that fails is named with the cause', async () => {
    const { gateServer, gate, account } = await through()
    await gateServer.stop()
    expect(await house([gate, account]).failure(account)).toEqual({
      code: 'jump-host-failed',
      account: 'gate',
      cause: 'connection-refused',
    })
  })

  test('is left when the server behind it refuses', async () => {
    const { gateServer, gate, account } = await through()
    const { failure } = house([gate, account], { password: [typed('right')] })
    expect(await failure(account)).toMatchObject({ code: 'secret-needed' })
    await closed([...gateServer.sockets])
  })

  test('that leads back to where the way began is refused', async () => {
    const { gate, account } = await through()
    const loop = { ...gate, jumpAccountId: account.id }
    expect(await house([loop, account]).failure(account)).toMatchObject({ code: 'input-invalid', field: 'jumpAccountId' })
  })
})

test('an attempt that is given up while a person is asked ends at once, whatever the shell does', async () => {
  const account = accountAt(server)
  const { parts } = house([account])
  const controller = new AbortController()
  const ask = (() => {
    controller.abort(new Error('given up'))
    return new Promise(() => undefined)
  }) as Ask
  await expect(createOpenConnection(parts)(account, { ask, signal: controller.signal })).rejects.toThrow('given up')
})
