import { expect, test } from 'vitest'
import { noTraffic } from '../../../../contract/traffic.ts'
import type { ForwardStatus } from '../../../../contract/tunnel-state.ts'
import { createTranslate } from '../../../../words/translate.ts'
import { eventNames, eventObject, failureObject, readyObject, stoppedObject } from './event-line.ts'

const time = new Date('2026-11-21T10:00:00Z')
const t = createTranslate('nl')
const forward: ForwardStatus = {
  id: 'pop3',
  service: 'pop3',
  bindAddress: '127.0.0.1',
  localPort: 11_110,
  destination: 'localhost:110',
  listener: { name: 'listening' },
  lights: { ssh: 'up', forward: 'unknown', mailServer: 'unknown' },
  traffic: noTraffic,
  programs: [],
}

// docs/command-line.md promises these names.
test('the names of events are these and no other', () => {
  expect(Object.values(eventNames)).toEqual([
    'state',
    'listener',
    'lights',
    'programs',
    'connection-opened',
    'connection-closed',
    'connection-refused',
    'log',
  ])
})

test('an event has its name, its time and the fields of the contract', () => {
  const payload = { accountId: 'id', account: 'work', state: { name: 'connecting', attempt: 1 } } as const
  expect(eventObject(t, { name: 'TunnelStateChanged', payload }, time)).toEqual({
    event: 'state',
    time: '2026-11-21T10:00:00.000Z',
    ...payload,
  })
})

test('a log line keeps its own time, and has its entry by values and in words', () => {
  const payload = {
    time: '2026-01-01T00:00:00.000Z',
    level: 'info',
    account: 'work',
    entry: { name: 'connecting', attempt: 2 },
  } as const
  expect(eventObject(t, { name: 'LogLineWritten', payload }, time)).toEqual({
    event: 'log',
    ...payload,
    message: 'verbinden, poging 2',
  })
})

test('ready lists the bound ports, and no other', () => {
  const busy: ForwardStatus = {
    ...forward,
    id: 'imap',
    listener: { name: 'failed', failure: { code: 'port-taken', port: 11_143 } },
  }
  expect(readyObject('work', [forward, busy], time)).toEqual({
    event: 'ready',
    time: '2026-11-21T10:00:00.000Z',
    account: 'work',
    forwards: [
      { id: 'pop3', service: 'pop3', label: null, bindAddress: '127.0.0.1', localPort: 11_110, destination: 'localhost:110' },
    ],
  })
})

test('a failure comes with its words, and the end with the exit code', () => {
  const failure = { code: 'offline', host: 'a' } as const
  expect(failureObject('work', failure, { message: 'm', next: 'n' }, time)).toMatchObject({
    event: 'failure',
    account: 'work',
    failure,
    message: 'm',
    next: 'n',
  })
  expect(stoppedObject('work', 3, time)).toMatchObject({ event: 'stopped', account: 'work', exitCode: 3 })
})
