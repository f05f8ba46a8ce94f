import { expect, test } from 'vitest'
import { networkLine } from './network-line.ts'

const time = new Date('2026-01-01T00:00:00Z')

test.each([
  [{ isOnline: true, missedMs: 0 }, 'the network may be another'],
  [{ isOnline: false, missedMs: 0 }, 'there is no network'],
  [{ isOnline: true, missedMs: 61_234 }, 'this computer slept, or Postern was stopped, for 61 s; the network may be another'],
])('a change of the network is a line of the log, of no account: %o', (change, message) => {
  expect(networkLine(change, time)).toEqual({ time: '2026-01-01T00:00:00.000Z', level: 'info', account: '', message })
})
