import { chmod, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Ask } from '../../contract/question.ts'
import { accountAt, asked, closed, connectionHarness, typed } from '../testing/connection-harness.ts'
import { makeTestKey } from '../testing/test-key.ts'
import { createOpenConnection } from './open-connection.ts'

const { compose, folder, server, start } = connectionHarness()

describe('the other methods of log-in', () => {
  test('a key file logs in without a question', async () => {
    const key = makeTestKey()
    const file = path.join(folder().path, 'key')
    await writeFile(file, key.privateKey)
    await chmod(file, 0o600)
    server().authorize('bob', key.publicKey)
    const account = accountAt(server(), { authentication: ['key'], identity: { kind: 'file', path: file } })
    const { open, questions } = compose([account])
    const { connection } = await open(account)
    expect(connection.facts.authenticatedBy).toBe('key')
    expect(asked(questions)).toEqual(['host-key'])
  })

  test("a key's passphrase is asked once, and kept under the key's fingerprint where the person wants it", async () => {
    const account = accountAt(server(), { authentication: ['key'], identity: { kind: 'kept', name: 'laptop' } })
    const passphrase = [typed('no'), typed('open sesame', true)]
    const { open, questions, vault, parts } = compose([account], { passphrase })
    const identity = await parts.identities.create({
      name: 'laptop',
      type: 'ed25519',
      passphrase: { kept: 'asked', passphrase: 'open sesame' },
    })
    server().authorize('bob', identity.publicKeyLine)
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

  test('a method without its agent or identity is left out', async () => {
    const account = accountAt(server(), { authentication: ['key', 'password'] })
    const { open } = compose([account], { password: [typed('right')] })
    expect((await open(account)).connection.facts.authenticatedBy).toBe('password')
  })

  test('an account without a usable method fails, and the failure names the missing part', async () => {
    const account = accountAt(server(), { authentication: ['key'] })
    expect(await compose([account]).failure(account)).toMatchObject({ code: 'secret-needed' })
  })
})

describe('a jump host', () => {
  const through = async () => {
    const gateServer = await start()
    const gate = accountAt(gateServer, { name: 'gate' })
    const account = accountAt(server(), { jumpAccountId: gate.id })
    return { gateServer, gate, account }
  }

  test('carries the connection to the server, and both end together', async () => {
    const { gateServer, gate, account } = await through()
    const { open, questions } = compose([gate, account], { password: [typed('right'), typed('right')] })
    const opened = await open(account)
    expect(new Set(gateServer.requested)).toEqual(new Set([`127.0.0.1:${server().port}`]))
    expect(questions.map(({ kind, account: whose }) => `${whose} ${kind}`)).toEqual([
      'gate host-key',
      'gate password',
      'work host-key',
      'work password',
    ])
    const gone = closed([...gateServer.sockets, ...server().sockets])
    await opened.end()
    await gone
  })

  test('that fails is named with the cause', async () => {
    const { gateServer, gate, account } = await through()
    await gateServer.stop()
    expect(await compose([gate, account]).failure(account)).toEqual({
      code: 'jump-host-failed',
      account: 'gate',
      cause: { code: 'connection-refused', host: gate.host, port: gate.port },
    })
  })

  test('is disconnected when the server behind it refuses', async () => {
    const { gateServer, gate, account } = await through()
    const { failure } = compose([gate, account], { password: [typed('right')] })
    expect(await failure(account)).toMatchObject({ code: 'secret-needed' })
    await closed([...gateServer.sockets])
  })

  test('that leads back to the account itself is refused', async () => {
    const { gate, account } = await through()
    const loop = { ...gate, jumpAccountId: account.id }
    expect(await compose([loop, account]).failure(account)).toMatchObject({ code: 'input-invalid', field: 'jumpAccountId' })
  })
})

test('an attempt that is aborted during a question ends at once, even where the shell goes on asking', async () => {
  const account = accountAt(server())
  const { parts } = compose([account])
  const controller = new AbortController()
  const ask = (() => {
    controller.abort(new Error('given up'))
    return new Promise(() => undefined)
  }) as Ask
  await expect(createOpenConnection(parts)(account, { ask, signal: controller.signal })).rejects.toThrow('given up')
})
