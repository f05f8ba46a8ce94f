import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Account } from '../../contract/account.ts'
import type { Failure } from '../../contract/failure.ts'
import { compose } from '../compose.ts'
import { freePort } from '../testing/free-port.ts'
import { memoryVault } from '../testing/memory-store.ts'
import { waitUntil } from '../testing/wait-until.ts'
import { windowHarness } from '../testing/window-harness.ts'
import { connectAtStart } from './connect-at-start.ts'

const { closeAfter, dataFolder } = windowHarness()

const twoOnOneFolder = async () => {
  const dataDir = await dataFolder()
  const [first, second] = [0, 1].map(() =>
    compose({ dataDir, ask: () => Promise.reject(new Error('nobody is asked')), vault: memoryVault() }),
  )
  closeAfter(first!.close)
  closeAfter(second!.close)
  const forward = { id: 'pop3', service: 'pop3' as const, destinationHost: 'localhost', destinationPort: 110 }
  const account = await first!.accounts.add({
    name: 'work',
    host: '127.0.0.1',
    user: 'bob',
    connect: 'on-first-use' as const,
    forwards: [{ ...forward, bindPort: await freePort() }],
  })
  return { first: first!, second: second!, account }
}

test('an account of another process is connected as soon as that one releases it, and is reported once', async () => {
  const { first, second, account } = await twoOnOneFolder()
  await first.tunnels.connect(account.id)
  const emitted: Failure[] = []
  const faults: unknown[] = []
  let tries = 0
  const connect: typeof second.tunnels.connect = (...parameters) => {
    tries += 1
    return second.tunnels.connect(...parameters)
  }
  const tunnels = { ...second.tunnels, connect }
  const stop = connectAtStart(
    {
      ...second,
      tunnels,
      onNotConnected: (_, failure) => emitted.push(failure),
      onFault: (error) => faults.push(error),
      everyMs: 20,
    },
    [account],
  )
  closeAfter(stop)
  await waitUntil(() => tries >= 3, { what: 'the third try' })
  expect(second.tunnels.status()).toEqual([])
  await first.tunnels.disconnect(account.id)
  await waitUntil(() => second.tunnels.status()[0]?.state.name === 'waiting', { what: 'the account to be up here' })
  expect(emitted).toEqual([{ code: 'account-running', account: 'work', pid: process.pid }])
  expect(faults).toEqual([])
})

test('an account that is changed to manual meanwhile is not connected', async () => {
  const { first, second, account } = await twoOnOneFolder()
  await first.tunnels.connect(account.id)
  const emitted: Failure[] = []
  /** Each look-up of the account, as its `connect`, and each try. */
  const seen: (Account['connect'] | 'try')[] = []
  const find: typeof second.accounts.find = async (...parameters) => {
    const looked = await second.accounts.find(...parameters)
    seen.push(looked.connect)
    return looked
  }
  const connect: typeof second.tunnels.connect = (...parameters) => {
    seen.push('try')
    return second.tunnels.connect(...parameters)
  }
  const dependencies = { accounts: { find }, tunnels: { ...second.tunnels, connect }, onFault: () => undefined, everyMs: 20 }
  closeAfter(connectAtStart({ ...dependencies, onNotConnected: (_, failure) => emitted.push(failure) }, [account]))
  await waitUntil(() => emitted.length > 0, { what: 'the refusal to be told' })
  await second.accounts.edit(account.id, { connect: 'manual' })
  await first.tunnels.disconnect(account.id)
  await waitUntil(() => seen.includes('manual'), { what: 'the change to be seen' })
  await nextTurn()
  expect(seen.slice(seen.indexOf('manual'))).toEqual(['manual'])
  expect(second.tunnels.status()).toEqual([])
})
