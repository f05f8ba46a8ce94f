import type { NetworkInterfaceInfo } from 'node:os'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { watchNetwork } from './network-watch.ts'
import type { NetworkChange } from './network-watch.ts'
import type { Interfaces } from './own-addresses.ts'

const at = (address: string): Interfaces => ({
  eth0: [{ address, netmask: '', family: 'IPv4', mac: '', internal: false, cidr: null } satisfies NetworkInterfaceInfo],
})
const none: Interfaces = {}

/** A watch with a network and clocks of the test. `pass` advances timers and clocks; `sleep` advances only the clocks. */
const watched = (first: Interfaces | Error) => {
  let interfaces = first
  let slept = 0
  let looks = 0
  const changes: NetworkChange[] = []
  const watch = watchNetwork({
    onChanged: (change) => changes.push(change),
    interfaces: () => {
      looks += 1
      if (interfaces instanceof Error) throw interfaces
      return interfaces
    },
    clocks: () => ({ wall: Date.now() + slept, monotonic: performance.now() }),
    everyMs: 3000,
    settleMs: 1000,
  })
  return {
    watch,
    changes,
    looks: () => looks,
    become: (next: Interfaces | Error) => (interfaces = next),
    sleep: (ms: number) => (slept += ms),
    pass: (ms: number) => vi.advanceTimersByTime(ms),
  }
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('a watch of the network', () => {
  test('reports nothing while nothing changes, and looks at intervals', () => {
    const { changes, looks, pass } = watched(at('192.168.1.5'))
    pass(60_000)
    expect(changes).toEqual([])
    expect(looks()).toBe(20)
  })

  test('reports a lost network, a new one, and a different one', () => {
    const { changes, become, pass, watch } = watched(at('192.168.1.5'))
    pass(3000)
    for (const next of [none, at('10.0.0.7'), at('10.0.0.8')]) {
      become(next)
      pass(4000)
    }
    expect(changes.map(({ isOnline }) => isOnline)).toEqual([false, true, true])
    expect(watch.isOnline()).toBe(true)
  })

  test('reports several changes in a row once, when they have settled', () => {
    const { changes, become, pass } = watched(none)
    pass(3000)
    become(at('192.168.1.5'))
    pass(3000)
    become(at('192.168.1.6'))
    pass(1000)
    expect(changes).toEqual([])
    pass(1000)
    expect(changes).toEqual([{ isOnline: true, missedMs: 0 }])
    pass(60_000)
    expect(changes).toHaveLength(1)
  })

  test('reports a network that never settles after some looks', () => {
    const { changes, become, pass } = watched(none)
    for (let number = 1; number <= 10; number += 1) {
      become(at(`192.168.1.${number}`))
      pass(1000)
    }
    expect(changes.length).toBeGreaterThan(0)
  })

  test('reports a network that was lost and came back between two looks', () => {
    const { changes, become, pass } = watched(at('192.168.1.5'))
    pass(3000)
    become(none)
    pass(3000)
    become(at('192.168.1.5'))
    pass(2000)
    expect(changes).toEqual([{ isOnline: true, missedMs: 0 }])
  })

  test('reports a sleep as a change, even if the network is the same', () => {
    const { changes, pass, sleep } = watched(at('192.168.1.5'))
    pass(3000)
    sleep(3_600_000)
    pass(4000)
    expect(changes).toEqual([{ isOnline: true, missedMs: 3_600_000 }])
    pass(60_000)
    expect(changes).toHaveLength(1)
  })

  test('looks at once when it is asked, and reports a change soon after', () => {
    const { changes, become, pass, watch } = watched(at('192.168.1.5'))
    expect(watch.isOnline()).toBe(true)
    become(none)
    pass(500)
    expect(watch.isOnline()).toBe(false)
    pass(1000)
    expect(changes).toEqual([{ isOnline: false, missedMs: 0 }])
  })

  test('does not read the addresses at every call', () => {
    const { looks, watch } = watched(at('192.168.1.5'))
    for (let question = 0; question < 100; question += 1) watch.isOnline()
    expect(looks()).toBe(1)
  })

  test('reports a new network after it answered that there is none', () => {
    const { changes, become, pass, watch } = watched(none)
    expect(watch.isOnline()).toBe(false)
    become(at('192.168.1.5'))
    pass(4000)
    expect(changes).toEqual([{ isOnline: true, missedMs: 0 }])
  })

  test('assumes a network if the system cannot list the addresses', () => {
    const { changes, pass, watch } = watched(new Error('EACCES'))
    pass(60_000)
    expect(watch.isOnline()).toBe(true)
    expect(changes).toEqual([])
  })

  test('ends when it is closed', () => {
    const { changes, become, pass, watch } = watched(at('192.168.1.5'))
    pass(3000)
    become(none)
    watch.close()
    pass(60_000)
    expect(changes).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })
})
