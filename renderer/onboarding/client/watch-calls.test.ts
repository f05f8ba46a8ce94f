import { expect, test } from 'vitest'
import { noTraffic } from '../../../contract/traffic.ts'
import { goesBothWays, watchCalls, watchFromZero } from './watch-calls.ts'

const seen = (totalConnections: number, programs: readonly string[] = []) => [
  { id: 'imap', traffic: { ...noTraffic, totalConnections }, programs },
]

test('a connection from before the screen is no call', () => {
  expect(watchCalls({}, seen(3))['imap']).toEqual({ before: 3, isCalled: false })
})

test('the first connection after that is a call, with its program', () => {
  const watch = watchCalls(watchCalls({}, seen(3)), seen(4, ['thunderbird']))
  expect(watch['imap']).toEqual({ before: 3, isCalled: true, program: 'thunderbird' })
})

test('a call and its program are kept after the mail app has disconnected', () => {
  const watch = [seen(1, ['mutt']), seen(1), seen(0)].reduce(watchCalls, watchCalls({}, seen(0)))
  expect(watch['imap']).toMatchObject({ isCalled: true, program: 'mutt' })
})

test('a tunnel that begins anew counts from zero', () => {
  const watch = [seen(0), seen(1)].reduce(watchCalls, watchCalls({}, seen(7)))
  expect(watch['imap']).toMatchObject({ isCalled: true })
})

test('a tunnel that did not run has no calls from before, even if the first look finds one', () => {
  expect(watchCalls(watchFromZero(['imap']), seen(1, ['fetchmail']))['imap']).toMatchObject({ isCalled: true })
})

test('mail goes both ways once one port for reading and one for sending were called', () => {
  const forwards = [
    { id: 'imap', service: 'imap' },
    { id: 'submission', service: 'submission' },
  ] as const
  const called = { before: 0, isCalled: true }
  expect(goesBothWays(forwards, { imap: called })).toBe(false)
  expect(goesBothWays(forwards, { imap: called, submission: called })).toBe(true)
})
