import { expect, test } from 'vitest'
import { FailureError, failureOf, FailureSchema, type Failure } from './failure.ts'

test('a failure survives being thrown, and a fault of the program is not a failure', () => {
  const failure = { code: 'connection-refused', host: 'mail.example.org', port: 22 } as const
  expect(failureOf(new FailureError(failure))).toEqual(failure)
  expect(failureOf(new TypeError('broken'))).toBeUndefined()
})

test('a failure reads back with the values of its reason, also as the cause at a jump host', () => {
  const damaged: Failure = { code: 'key-unreadable', file: '/k', reason: 'damaged', damage: 'padding' }
  for (const failure of [damaged, { code: 'jump-host-failed', account: 'gate', cause: damaged }])
    expect(FailureSchema.parse(JSON.parse(JSON.stringify(failure)))).toEqual(failure)
})

test.each([
  ['a reason that cannot happen to it', { code: 'connection-lost', host: 'a', reason: 'damaged', damage: 'padding' }],
  ['a reason without its value', { code: 'key-unreadable', file: '/k', reason: 'rsa-too-short' }],
  ['a sentence, as older versions had it', { code: 'connection-lost', host: 'a', reason: 'the server closed the connection' }],
])('no failure has %s', (_, failure) => {
  expect(FailureSchema.safeParse(failure).success).toBe(false)
})
