import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { makeTestKey } from '../testing/test-key.ts'
import { startSshServer, type SshServerOptions } from '../testing/ssh-server.ts'
import { dialPort, startTcpServer } from '../testing/tcp-ends.ts'
import { freePort } from '../testing/free-port.ts'
import { waitUntil } from '../testing/wait-until.ts'
import { draftAt, windowHarness } from '../testing/window-harness.ts'

const { closeAfter, dataFolder, startWindow } = windowHarness()

const secret = 'correct horse'
const startServer = async (options: Partial<SshServerOptions> = {}) => {
  const mail = await startTcpServer((socket) => {
    socket.write('+OK ready\r\n')
    socket.pipe(socket)
  })
  closeAfter(mail.stop)
  const server = await startSshServer({
    users: [{ name: 'bob', password: secret }],
    resolve: () => ({ host: '127.0.0.1', port: mail.port }),
    ...options,
  })
  closeAfter(server.stop)
  return server
}

/** Sends a line through a forward and reads as many bytes as are expected. */
const converse = async (port: number, text: string, expected: string) => {
  const socket = await dialPort(port)
  closeAfter(() => socket.destroy())
  let got = ''
  socket.setEncoding('latin1').on('data', (piece: string) => (got += piece))
  socket.write(text)
  await waitUntil(() => got === expected, { what: 'the mail server to answer' })
  socket.destroy()
}

describe('a tunnel of the window', () => {
  test('connects after its host key is trusted and its password typed, carries bytes, and disconnects', async () => {
    const server = await startServer()
    const window = await startWindow()
    const { ask, question, payloads } = window
    const { id, forwards } = await ask('addAccount', { draft: { ...(await draftAt(server)), trustedFingerprint: undefined } })
    expect(
      payloads('AccountsChanged')
        .at(-1)
        ?.map((account) => account.id),
    ).toEqual([id])

    expect(await ask('connect', { accountId: id })).toBeNull()
    const trust = await question('host-key')
    expect(trust.question).toMatchObject({ account: 'work', hostKey: { fingerprint: server.hostKeys[0]!.fingerprint } })
    await ask('answerQuestion', { questionId: trust.id, answer: { kind: 'host-key', trust: true } })
    const { id: questionId } = await question('password')
    await ask('answerQuestion', { questionId, answer: { kind: 'password', secret, remember: true } })
    await window.reaches(id, 'connected')
    expect(window.vault.entries.get(`password:${id}`)).toBe(secret)

    await converse(forwards[0]!.bindPort, 'QUIT\r\n', '+OK ready\r\nQUIT\r\n')
    const carried = { bytesIn: '+OK ready\r\nQUIT\r\n'.length, bytesOut: 'QUIT\r\n'.length }
    await waitUntil(() => payloads('TrafficCounted').length > 0, { what: 'traffic to be counted' })
    expect(await ask('listTraffic', {})).toMatchObject([{ accountId: id, forwardId: 'pop3', sinceStart: carried }])
    const { periods } = await ask('getTrafficHistory', { by: 'day', days: 7 })
    expect(periods).toHaveLength(7)
    expect(periods.at(-1)).toMatchObject(carried)
    expect(await ask('checkGreetings', { accountId: id })).toMatchObject([{ ok: true, greeting: '+OK ready' }])

    await ask('disconnect', { accountId: id })
    expect(await ask('listTunnels', {})).toEqual([])
    await waitUntil(() => payloads('TunnelsChanged').at(-1)?.length === 0, { what: 'the window to hear that it is gone' })
    expect(payloads('QuestionAsked').map((asked) => asked.id)).toEqual([trust.id, questionId])
    expect(payloads('QuestionClosed')).toEqual([{ id: trust.id }, { id: questionId }])
  })

  test('leaves no secret in an event, in the log or in the data folder', async () => {
    const server = await startServer()
    const window = await startWindow()
    const { id } = await window.ask('addAccount', { draft: await draftAt(server) })
    await window.ask('changeSettings', { change: { logLevel: 'debug' } })
    await window.ask('connect', { accountId: id })
    for (const typed of ['wrong horse', secret]) {
      const { id: questionId } = await window.question('password')
      await window.ask('answerQuestion', { questionId, answer: { kind: 'password', secret: typed, remember: false } })
    }
    await window.reaches(id, 'connected')
    const lines = await window.ask('listLogLines', {})
    expect(lines.map(({ entry }) => entry)).toContainEqual({ name: 'connected' })
    const file = readFileSync((await window.ask('getAbout', {})).logFile, 'utf8')
    expect(file).toContain('"entry":{"name":"connected"}')
    expect(JSON.stringify([window.heard, lines]) + file).not.toContain('horse')
  })

  test('that is blocked tries again after Connect', async () => {
    const server = await startServer()
    const window = await startWindow()
    const { id } = await window.ask('addAccount', { draft: await draftAt(server) })
    await window.ask('connect', { accountId: id })
    await window.ask('answerQuestion', { questionId: (await window.question('password')).id, answer: { kind: 'declined' } })
    await window.reaches(id, 'blocked')
    await window.ask('connect', { accountId: id })
    const { id: questionId } = await window.question('password')
    await window.ask('answerQuestion', { questionId, answer: { kind: 'password', secret, remember: false } })
    await window.reaches(id, 'connected')
  })

  test('that waits for an answer ends when the service closes and declines the question', async () => {
    const server = await startServer()
    const window = await startWindow()
    const { id } = await window.ask('addAccount', { draft: await draftAt(server) })
    await window.ask('connect', { accountId: id })
    const { id: questionId } = await window.question('password')
    await window.service.close()
    expect(window.payloads('QuestionClosed')).toEqual([{ id: questionId }])
    await waitUntil(() => server.sockets.size === 0, { what: 'the connection to be closed' })
  })
})

describe('a host key that has changed', () => {
  test('blocks the tunnel until the refused key replaces the known one', async () => {
    const port = await freePort()
    const first = await startServer({ port })
    const window = await startWindow()
    const draft = { ...(await draftAt(first)), trustedFingerprint: undefined }
    const { id } = await window.ask('addAccount', { draft })
    await window.ask('connect', { accountId: id })
    const { id: questionId } = await window.question('host-key')
    await window.ask('answerQuestion', { questionId, answer: { kind: 'host-key', trust: true } })
    await window.ask('answerQuestion', {
      questionId: (await window.question('password')).id,
      answer: { kind: 'password', secret, remember: false },
    })
    await window.reaches(id, 'connected')
    await window.ask('disconnect', { accountId: id })
    await first.stop()

    const key = makeTestKey()
    await startServer({ port, hostKeys: [key] })
    await window.ask('connect', { accountId: id })
    await window.reaches(id, 'blocked')
    expect((await window.tunnel(id))?.state).toMatchObject({ failure: { code: 'host-key-changed', fingerprint: key.fingerprint } })
    const server = { host: '127.0.0.1', port }
    const other = first.hostKeys[0]!.fingerprint
    expect(await window.refusal('replaceHostKey', { ...server, fingerprint: other })).toMatchObject({
      code: 'host-key-not-refused',
    })
    await window.ask('replaceHostKey', { ...server, fingerprint: key.fingerprint })
    await window.ask('retry', { accountId: id })
    await window.reaches(id, 'connected')

    const known = await window.ask('listKnownHosts', {})
    const ours = known.filter((entry) => entry.ours)
    expect(ours).toMatchObject([{ host: `[127.0.0.1]:${port}`, fingerprint: key.fingerprint }])
    expect(await window.ask('removeKnownHost', { host: ours[0]!.host })).toBe(1)
    expect(await window.refusal('removeKnownHost', { host: ours[0]!.host })).toMatchObject({ code: 'known-host-not-found' })
  })
})

describe('when a window service starts', () => {
  const StoredSchema = z.looseObject({ accounts: z.array(z.unknown()) })
  const settingsFile = (folder: string) => path.join(folder, 'settings.json')

  test('accounts that connect on first use wait at their ports, and other accounts stay stopped', async () => {
    const server = await startServer()
    const dataDir = await dataFolder()
    const before = await startWindow({ dataDir })
    const manual = await before.ask('addAccount', { draft: await draftAt(server) })
    const waiting = await before.ask('addAccount', {
      draft: await draftAt(server, { name: 'at home', connect: 'on-first-use' }),
    })
    await before.service.close()

    const window = await startWindow({ dataDir })
    await window.reaches(waiting.id, 'waiting')
    expect(await window.tunnel(manual.id)).toBeUndefined()
    const listener = async () => (await window.tunnel(waiting.id))?.forwards[0]?.listener.name
    await waitUntil(async () => (await listener()) === 'listening', { what: 'the port to be bound' })
    expect(server.sockets.size).toBe(0)
  })

  test('damaged settings are reported once, to the first request for them, and the last good copy is used', async () => {
    const dataDir = await dataFolder()
    const before = await startWindow({ dataDir })
    await before.ask('changeSettings', { change: { theme: 'dark' } })
    await before.service.close()
    await writeFile(settingsFile(dataDir), '{ damaged')

    const window = await startWindow({ dataDir })
    expect(await window.refusal('getSettings', {})).toMatchObject({ code: 'store-corrupt', file: settingsFile(dataDir) })
    expect(await window.ask('getSettings', {})).toMatchObject({ theme: 'dark' })
    expect(await window.ask('listAccounts', {})).toEqual([])
  })

  test('settings of a newer Postern fail each request that needs them, and nothing is written', async () => {
    const dataDir = await dataFolder()
    const text = JSON.stringify({ version: 99, accounts: [] })
    await writeFile(settingsFile(dataDir), text)
    const window = await startWindow({ dataDir })
    const newer = { code: 'store-newer', version: 99 }
    expect(await window.refusal('listAccounts', {})).toMatchObject(newer)
    expect(await window.refusal('changeSettings', { change: { theme: 'dark' } })).toMatchObject(newer)
    expect(readFileSync(settingsFile(dataDir), 'utf8')).toBe(text)
  })

  test('the level of the log is that of the settings', async () => {
    const dataDir = await dataFolder()
    const before = await startWindow({ dataDir })
    await before.ask('changeSettings', { change: { logLevel: 'error' } })
    await before.service.close()
    const server = await startServer()
    const window = await startWindow({ dataDir })
    const { id } = await window.ask('addAccount', { draft: await draftAt(server) })
    await window.ask('connect', { accountId: id })
    await window.question('password')
    expect(await window.ask('listLogLines', {})).toEqual([])
  })

  test('a change of one setting leaves the others, and emits an event', async () => {
    const window = await startWindow()
    await window.ask('changeSettings', { change: { lingerSeconds: null, keepaliveSeconds: 30 } })
    const changed = await window.ask('changeSettings', { change: { theme: 'dark', language: undefined } })
    expect(changed).toMatchObject({ lingerSeconds: null, keepaliveSeconds: 30, theme: 'dark', language: 'system' })
    expect(window.payloads('SettingsChanged').at(-1)).toEqual(changed)
    expect(StoredSchema.parse(JSON.parse(readFileSync(settingsFile(window.dataDir), 'utf8')))['settings']).toEqual(changed)
  })
})

test('About lists the versions, those of the shell too, and the folders', async () => {
  const { ask, dataDir } = await startWindow({ components: [{ name: 'electron', version: '45' }] })
  const about = await ask('getAbout', {})
  expect(about.components.map(({ name }) => name)).toEqual(['node', 'ssh2', 'electron'])
  expect(about).toMatchObject({ dataFolder: dataDir, logFile: path.join(dataDir, 'logs', 'postern.log'), keychain: 'ready' })
  expect(await ask('listLicences', {})).toEqual([])
})

test('no identity is listed at first, and a missing key file rejects', async () => {
  const { ask, refusal, dataDir } = await startWindow()
  expect(await ask('listIdentities', {})).toEqual([])
  const missing = path.join(dataDir, 'no-key')
  const reference = { kind: 'file', path: missing }
  expect(await refusal('inspectIdentity', { reference })).toEqual({ code: 'key-not-found', file: missing })
})
