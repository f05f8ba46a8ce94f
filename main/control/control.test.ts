import { connect, createServer } from 'node:net'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FailureError } from '../../contract/failure.ts'
import type { TunnelStatus } from '../../contract/tunnel-state.ts'
import { failureFrom } from '../testing/rejection.ts'
import { waitUntil } from '../testing/wait-until.ts'
import { askRunning, findHolder, findProcess, whileEnding } from './ask-running.ts'
import type { AnswerControl } from './control-endpoint.ts'
import { createControl, type Control } from './create-control.ts'
import { listRunEntries, writeRunEntry } from './run-folder.ts'

const account = { id: '6f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b11', name: 'work' }
const other = { id: '7a1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b22', name: 'home' }
const tunnels = [{ accountId: account.id, account: 'work', state: { name: 'connecting', attempt: 1 } }] as unknown as TunnelStatus[]
const statusAlone: AnswerControl = () => Promise.resolve({ ok: true, tunnels })

let dataDir = ''
const open: Control[] = []
/** The control of one process. */
const control = (answer = statusAlone, folder = dataDir): Control => {
  const made = createControl({ dataDir: folder, answer })
  open.push(made)
  return made
}

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'postern-control-'))
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
  rmSync(dataDir, { recursive: true, force: true })
})

const inRunFolder = (): string[] => readdirSync(path.join(dataDir, 'run'))

const exchange = async (address: string, text: string): Promise<string> => {
  const socket = connect(address)
  await once(socket, 'connect')
  socket.write(text)
  let answer = ''
  for await (const chunk of socket.setEncoding('utf8')) answer += String(chunk)
  return answer
}

describe('a claim', () => {
  test('is refused to a second process, and names the first', async () => {
    await control().claimAccount(account)
    const failure = await failureFrom(control().claimAccount(account))
    expect(failure).toEqual({ code: 'account-running', account: 'work', pid: process.pid })
    await control().claimAccount(other)
  })

  test('of the data folder is for one application, and does not claim the accounts', async () => {
    const first = control()
    await first.claimApplication()
    expect(await failureFrom(control().claimApplication())).toEqual({ code: 'application-running', pid: process.pid })
    await control().claimAccount(account)
    await first.close()
    await control().claimApplication()
  })

  test('goes to one of many that start at once', async () => {
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => control().claimAccount(account)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await askRunning(dataDir)).toHaveLength(1)
  })

  test('can be made again by the process that released it, and leaves no file behind', async () => {
    const one = control()
    const release = await one.claimAccount(account)
    await release()
    await release()
    await (
      await one.claimAccount(account)
    )()
    await one.close()
    expect(inRunFolder()).toEqual([])
    expect(await askRunning(dataDir)).toEqual([])
  })

  test('shares the endpoint of its process with other claims, until the last of them is released', async () => {
    const one = control()
    const release = await one.claimAccount(account)
    await one.claimAccount(other)
    const addresses = (await listRunEntries(dataDir)).map(({ address }) => address)
    expect(new Set(addresses).size).toBe(1)
    await release()
    expect((await askRunning(dataDir)).map(({ entry }) => entry.claimed)).toEqual([other.id])
  })

  test('replaces the claim of a process that died', async () => {
    mkdirSync(path.join(dataDir, 'run'), { recursive: true })
    const dead = { claimed: account.id, pid: 1, address: path.join(dataDir, 'run', 'dead.sock'), token: 'dead' }
    await writeRunEntry(dataDir, dead)
    expect(await askRunning(dataDir)).toEqual([])
    expect(inRunFolder()).toEqual([])

    await writeRunEntry(dataDir, dead)
    await control().claimAccount(account)
    expect(await askRunning(dataDir)).toHaveLength(1)
  })
})

describe('the endpoint of a process', () => {
  test('answers its status to an asker with the token of the run folder', async () => {
    await control().claimAccount(account)
    const [running] = await askRunning(dataDir)
    expect(running).toMatchObject({ seen: 'running', entry: { claimed: account.id, pid: process.pid }, answer: { tunnels } })
  })

  test('sends no answer without the token', async () => {
    const received: string[] = []
    const answer: AnswerControl = ({ request }) => {
      received.push(request)
      return Promise.resolve(undefined)
    }
    await control(answer).claimAccount(account)
    const [entry] = await listRunEntries(dataDir)
    const asked = { request: 'status' }
    for (const line of [{ token: 'f'.repeat(64), asked }, { token: '', asked }, { asked }, asked, 'not json'])
      await expect(exchange(entry!.address, `${JSON.stringify(line)}\n`)).resolves.toBe('')
    await expect(exchange(entry!.address, `not json\n`)).resolves.toBe('')
    expect(received).toEqual([])
    // With the token it answers, so the check above can fail.
    await exchange(entry!.address, `${JSON.stringify({ token: entry!.token, asked })}\n`)
    expect(received).toEqual(['status'])
  })

  test('ignores a line that is not a request', async () => {
    const received: string[] = []
    const answer: AnswerControl = ({ request }) => {
      received.push(request)
      return Promise.resolve(undefined)
    }
    await control(answer).claimAccount(account)
    const [{ address, token } = { address: '', token: '' }] = await listRunEntries(dataDir)
    for (const asked of [
      { request: 'quit' },
      { request: 'up' },
      { request: 'up', account: 'work' },
      { request: 'up', account: account.id, lingerSeconds: 0 },
      { request: 'down', account: '../x' },
    ])
      await expect(exchange(address, `${JSON.stringify({ token, asked })}\n`)).resolves.toBe('')
    expect(received).toEqual([])
  })

  test('disconnects an asker that sends without end', async () => {
    await control().claimAccount(account)
    const [entry] = await listRunEntries(dataDir)
    await expect(exchange(entry!.address, 'x'.repeat(5000))).resolves.toBe('')
  })

  test.skipIf(process.platform === 'win32')('is for its owner alone', async () => {
    await control().claimAccount(account)
    const run = path.join(dataDir, 'run')
    expect(statSync(run).mode & 0o077).toBe(0)
    for (const name of inRunFolder().filter((one) => one !== '.lock')) expect(statSync(path.join(run, name)).mode & 0o077).toBe(0)
  })

  test('answers with its failure, and aborts the signal when the asker hangs up', async () => {
    let hungUp: AbortSignal | undefined
    const answer: AnswerControl = (asked, signal) => {
      if (asked.request === 'status') return Promise.resolve({ ok: true, tunnels })
      if (asked.request === 'down') return Promise.resolve({ ok: false, failure: { code: 'account-not-found', account: 'work' } })
      hungUp = signal
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined)))
    }
    await control(answer).claimAccount(account)
    const holder = await findHolder(dataDir, account.id)
    const failure = await failureFrom(holder!.ask<'down'>({ request: 'down', account: account.id }))
    expect(failure).toEqual({ code: 'account-not-found', account: 'work' })

    const [entry] = await listRunEntries(dataDir)
    const socket = connect(entry!.address)
    socket.write(`${JSON.stringify({ token: entry!.token, asked: { request: 'up', account: account.id } })}\n`)
    await waitUntil(() => hungUp !== undefined, { what: 'the request to be heard' })
    expect(hungUp!.aborted).toBe(false)
    socket.destroy()
    await waitUntil(() => hungUp!.aborted, { what: 'the asker to be gone' })
  })

  test('answers the request that released its last claim before it closes', async () => {
    let release: () => Promise<void> = () => Promise.resolve()
    const one = control(async (asked) => {
      if (asked.request === 'down') await release()
      return asked.request === 'down' ? { ok: true, wasUp: true } : { ok: true, tunnels }
    })
    release = await one.claimAccount(account)
    const holder = await findHolder(dataDir, account.id)
    expect(await holder!.ask<'down'>({ request: 'down', account: account.id })).toMatchObject({ wasUp: true })
    await one.close()
    expect(inRunFolder()).toEqual([])
  })

  test.skipIf(process.platform === 'win32')('works where the data folder has a name too long for a socket', async () => {
    const deep = path.join(dataDir, 'd'.repeat(120))
    const one = control(statusAlone, deep)
    await one.claimAccount(account)
    const [running] = await askRunning(deep)
    expect(running?.seen).toBe('running')
    const folder = path.dirname(running!.entry.address)
    await one.close()
    expect(() => statSync(folder)).toThrow(/ENOENT/)
  })
})

describe('the process that is asked', () => {
  test('is the process with the account before the application, and the application before nobody', async () => {
    expect(await findProcess(dataDir, account.id)).toBeUndefined()
    const application = control()
    await application.claimApplication()
    expect(await findHolder(dataDir, account.id)).toBeUndefined()
    expect(await findProcess(dataDir, account.id)).toMatchObject({ isApplication: true })
    const release = await application.claimAccount(account)
    expect(await findHolder(dataDir, account.id)).toMatchObject({ isApplication: true })
    await release()
    await control().claimAccount(account)
    expect(await findProcess(dataDir, account.id)).toMatchObject({ isApplication: false })
  })

  test('is reported as not answering if it accepts the connection and sends nothing', async () => {
    mkdirSync(path.join(dataDir, 'run'), { recursive: true })
    const address = path.join(dataDir, 'run', 'stuck.sock')
    const server = createServer().listen(process.platform === 'win32' ? '\\\\.\\pipe\\postern-test-stuck' : address)
    await once(server, 'listening')
    try {
      await writeRunEntry(dataDir, { claimed: account.id, pid: 4711, address: server.address() as string, token: 'token' })
      expect(await failureFrom(findProcess(dataDir, account.id))).toEqual({ code: 'process-not-answering', pid: 4711 })
      expect(await askRunning(dataDir)).toMatchObject([{ seen: 'not-answering' }])
    } finally {
      server.close()
    }
  })

  test('is asked again while it is ending', async () => {
    let ends = 2
    const act = () => Promise.resolve(ends-- > 0 ? { ending: 1 } : { pid: null })
    expect(await whileEnding<{ pid: null }>(act)).toEqual({ pid: null })
    await expect(whileEnding(() => Promise.reject(new FailureError({ code: 'offline', host: 'a' })))).rejects.toThrow('offline')
  })
})
