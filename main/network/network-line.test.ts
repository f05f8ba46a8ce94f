import { expect, test } from 'vitest'
import { networkLines } from './network-line.ts'

const time = new Date('2026-01-01T00:00:00Z')

test.each([
  [{ isOnline: true, missedMs: 0 }, [{ name: 'network-changed' }]],
  [{ isOnline: false, missedMs: 0 }, [{ name: 'network-absent' }]],
  [{ isOnline: true, missedMs: 61_234 }, [{ name: 'slept', seconds: 61 }, { name: 'network-changed' }]],
])('a change of the network is in the log, of no account: %o', (change, entries) => {
  expect(networkLines(change, time)).toEqual(entries.map((entry) => ({ time: '2026-01-01T00:00:00.000Z', level: 'info', entry })))
})
