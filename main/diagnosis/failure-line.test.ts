import { expect, test } from 'vitest'
import type { Failure } from '../../contract/failure.ts'
import { everyFailure } from '../testing/every-failure.ts'
import { failureLine } from './failure-line.ts'
import { namesAsTheyAre } from './names.ts'
import { createStandIns } from './stand-ins.ts'

const standIns = () => createStandIns(() => [])
const canary = 'zorquib'

test('a diagnosis shows no text of any failure without names, and each text with them', () => {
  for (const failure of everyFailure(() => canary)) {
    expect(failureLine(standIns(), failure)).not.toContain(canary)
    if (JSON.stringify(failure).includes(canary)) expect(failureLine(namesAsTheyAre, failure)).toContain(canary)
  }
})

test.each<[Failure, string]>([
  [
    { code: 'connection-lost', host: 'gate.acme.test', reason: 'server-ended', said: 'Goodbye from Acme' },
    'connection-lost: The connection to server-1 was lost: the server ended it. The message was: “… from …”',
  ],
  [
    { code: 'key-unreadable', file: '/home/zorquib/id', reason: 'damaged', damage: 'padding' },
    'key-unreadable: The key file /…/id cannot be read: the file is damaged: its padding is not in order.',
  ],
  [
    { code: 'jump-host-failed', account: 'Acme', cause: { code: 'offline', host: 'gate.acme.test' } },
    'jump-host-failed: The way through account-1 failed. This computer is offline, so server-1 cannot be reached.',
  ],
  [
    { code: 'no-common-algorithm', host: 'gate.acme.test', kind: 'key-exchange', offered: ['ecdh-sha2-nistp256', 'acme-kex'] },
    'no-common-algorithm: server-1 and Postern have no key exchange in common. The server offers: ecdh-sha2-nistp256 and …',
  ],
])('Postern’s own words are shown, and other words are masked: %j', (failure, line) => {
  expect(failureLine(standIns(), failure)).toBe(line)
})
