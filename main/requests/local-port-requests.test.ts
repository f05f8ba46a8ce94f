import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import type { AccountDraft } from '../../contract/account.ts'
import type { LocalPortCheck } from '../../contract/local-port.ts'
import { freePort } from '../testing/free-port.ts'
import { windowHarness } from '../testing/window-harness.ts'
import { portObstacle } from '../mail/free-local-port.ts'

const { closeAfter, startWindow } = windowHarness()

const draftWith = (name: string, ...ports: readonly number[]): AccountDraft => ({
  name,
  host: '127.0.0.1',
  port: 9,
  user: 'bob',
  connect: 'on-first-use',
  forwards: ports.map((bindPort, index) => ({
    id: `f${index}`,
    service: 'pop3',
    bindPort,
    destinationHost: 'localhost',
    destinationPort: 110,
  })),
})

const holdPort = async (port: number): Promise<void> => {
  const server = createServer()
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  closeAfter(() => server.close())
}

const free = { free: true }
const failureOf = (check: LocalPortCheck) => (check.free ? undefined : check.failure)
/** The suggested port, after a check that it is free. */
const suggested = async (check: LocalPortCheck): Promise<number> => {
  const port = check.free ? 0 : check.suggestion
  expect(await portObstacle({ address: '127.0.0.1', port })).toBeUndefined()
  return port
}

describe('a local port', () => {
  test('that no program has is free, and still free after the check', async () => {
    const { ask } = await startWindow()
    const port = await freePort()
    expect(await ask('checkLocalPort', { port })).toEqual(free)
    expect(await ask('checkLocalPort', { port, bindAddress: '127.0.0.1' })).toEqual(free)
  })

  test.skipIf(process.platform !== 'linux')('that a program holds is taken by that program', async () => {
    const { ask } = await startWindow()
    const port = await freePort()
    await holdPort(port)
    const check = await ask('checkLocalPort', { port })
    expect(failureOf(check)).toEqual({
      code: 'port-taken',
      port,
      program: { name: expect.any(String) as string, pid: process.pid },
    })
    expect(await suggested(check)).not.toBe(port)
  })

  test('of another forward of the same account is refused as twice in use', async () => {
    const { ask } = await startWindow()
    const port = await freePort()
    const { id: accountId } = await ask('addAccount', { draft: draftWith('work', port) })
    const check = await ask('checkLocalPort', { port, accountId, forwardId: 'another' })
    expect(failureOf(check)).toEqual({ code: 'input-invalid', field: 'bindPort', value: String(port), reason: 'port-twice' })
    expect(await suggested(check)).not.toBe(port)
  })

  test('of a forward of another account is refused as in use there', async () => {
    const { ask } = await startWindow()
    const port = await freePort()
    await ask('addAccount', { draft: draftWith('work', port) })
    expect(failureOf(await ask('checkLocalPort', { port }))).toMatchObject({ reason: 'port-of-another-account' })
    // The same port on the other loopback address is a different port.
    expect(await portObstacle({ address: '127.0.0.1', port })).toMatchObject({ code: 'port-taken' })
    const six = await ask('checkLocalPort', { port, bindAddress: '::1' })
    expect(failureOf(six)?.code).not.toBe('input-invalid')
  })

  test('that a forward’s own tunnel has bound is free for that forward', async () => {
    const { ask } = await startWindow()
    const port = await freePort()
    const { id: accountId } = await ask('addAccount', { draft: draftWith('work', port) })
    expect(await portObstacle({ address: '127.0.0.1', port })).toMatchObject({ code: 'port-taken' })
    expect(await ask('checkLocalPort', { port, accountId, forwardId: 'f0' })).toEqual(free)
  })

  test('of a disabled forward is free', async () => {
    const { ask } = await startWindow()
    const port = await freePort()
    const draft = draftWith('work', port)
    await ask('addAccount', { draft: { ...draft, forwards: draft.forwards?.map((forward) => ({ ...forward, enabled: false })) } })
    expect(await ask('checkLocalPort', { port })).toEqual(free)
  })
})

describe('a proposed local port', () => {
  test('is in the style 11110, and not in use by accounts, the form or this computer', async () => {
    const { ask } = await startWindow()
    const first = await ask('proposeLocalPort', { destinationPort: 110, taken: [] })
    expect(first % 1000).toBe(110)
    await ask('addAccount', { draft: draftWith('work', first) })
    const second = await ask('proposeLocalPort', { destinationPort: 110, taken: [] })
    expect([second > first, second % 1000]).toEqual([true, 110])
    const third = await ask('proposeLocalPort', { destinationPort: 110, taken: [second] })
    await holdPort(third)
    const fourth = await ask('proposeLocalPort', { destinationPort: 110, taken: [second] })
    expect([third > second, fourth > third, fourth % 1000]).toEqual([true, true, 110])
  })
})
