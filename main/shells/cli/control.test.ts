import { connect } from 'node:net'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AccountSchema } from '../../../contract/account.ts'
import type { TunnelStatus } from '../../../contract/tunnel-state.ts'
import { askRunning } from './control-client.ts'
import { openControlEndpoint, type ControlEndpoint } from './control-endpoint.ts'
import { listRunEntries, writeRunEntry } from './run-folder.ts'

const account = AccountSchema.parse({ id: '6f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b11', name: 'work', host: 'a.example', user: 'bob' })
const tunnels = [{ accountId: account.id, account: 'work', state: { name: 'connecting', attempt: 1 } }] as unknown as TunnelStatus[]

let dataDir = ''
const open: ControlEndpoint[] = []
const openEndpoint = async (folder = dataDir): Promise<ControlEndpoint> => {
  const endpoint = await openControlEndpoint({ dataDir: folder, account, answer: () => ({ tunnels }) })
  open.push(endpoint)
  return endpoint
}

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'postern-control-'))
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((endpoint) => endpoint.close()))
  rmSync(dataDir, { recursive: true, force: true })
})

const exchange = async (address: string, text: string): Promise<string> => {
  const socket = connect(address)
  await once(socket, 'connect')
  socket.write(text)
  let answer = ''
  for await (const chunk of socket.setEncoding('utf8')) answer += String(chunk)
  return answer
}

describe('the control endpoint', () => {
  test('gives the status to who asks by the run folder', async () => {
    await openEndpoint()
    const [sighting] = await askRunning(dataDir)
    expect(sighting).toMatchObject({ seen: 'running', entry: { accountId: account.id, pid: process.pid }, answer: { tunnels } })
  })

  test('says nothing without the token', async () => {
    await openEndpoint()
    const [entry] = await listRunEntries(dataDir)
    const wrong = JSON.stringify({ token: 'f'.repeat(64), request: 'status' })
    await expect(exchange(entry!.address, `${wrong}\n`)).resolves.toBe('')
    await expect(exchange(entry!.address, `{"request":"status"}\n`)).resolves.toBe('')
    await expect(exchange(entry!.address, `not json\n`)).resolves.toBe('')
  })

  test('cuts off who sends without end', async () => {
    await openEndpoint()
    const [entry] = await listRunEntries(dataDir)
    await expect(exchange(entry!.address, 'x'.repeat(5000))).resolves.toBe('')
  })

  test.skipIf(process.platform === 'win32')('is for its owner alone', async () => {
    await openEndpoint()
    const run = path.join(dataDir, 'run')
    expect(statSync(run).mode & 0o077).toBe(0)
    for (const name of readdirSync(run).filter((one) => one !== '.lock'))
      expect(statSync(path.join(run, name)).mode & 0o077).toBe(0)
  })

  test('refuses a second process for the same account, and names the first', async () => {
    await openEndpoint()
    await expect(openEndpoint()).rejects.toMatchObject({ failure: { code: 'account-running', account: 'work', pid: process.pid } })
  })

  test('lets one of many win that start at once', async () => {
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => openEndpoint()))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await askRunning(dataDir)).toHaveLength(1)
  })

  test('leaves nothing behind', async () => {
    const endpoint = await openEndpoint()
    open.pop()
    await endpoint.close()
    expect(readdirSync(path.join(dataDir, 'run'))).toEqual([])
    expect(await askRunning(dataDir)).toEqual([])
  })

  test('takes the place of a process that died', async () => {
    mkdirSync(path.join(dataDir, 'run'), { recursive: true })
    const dead = { accountId: account.id, pid: 1, address: path.join(dataDir, 'run', 'dead.sock'), token: 'dead' }
    await writeRunEntry(dataDir, dead)
    expect(await askRunning(dataDir)).toEqual([])
    expect(readdirSync(path.join(dataDir, 'run'))).toEqual([])

    await writeRunEntry(dataDir, dead)
    await openEndpoint()
    expect(await askRunning(dataDir)).toHaveLength(1)
  })

  test.skipIf(process.platform === 'win32')('works where the data folder has a name too long for a socket', async () => {
    const deep = path.join(dataDir, 'd'.repeat(120))
    const endpoint = await openEndpoint(deep)
    open.pop()
    const [sighting] = await askRunning(deep)
    expect(sighting?.seen).toBe('running')
    const folder = path.dirname(sighting!.entry.address)
    await endpoint.close()
    expect(() => statSync(folder)).toThrow(/ENOENT/)
  })
})
