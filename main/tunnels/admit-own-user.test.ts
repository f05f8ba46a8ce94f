import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { createAdmitOwnUser } from './admit-own-user.ts'

const ends = { localAddress: '127.0.0.1', localPort: 11_110, remoteAddress: '127.0.0.1', remotePort: 50_000 }
const socketWith = (change: { readonly remoteAddress?: undefined } = {}): Socket =>
  Object.create(Socket.prototype, Object.getOwnPropertyDescriptors({ ...ends, ...change })) as Socket

test.each([
  ['same-user', true],
  ['other-user', false],
  ['gone', false],
  ['unanswered', false],
  // Decided once, at the start: everybody is served on a system that never tells.
  ['unknown', true],
] as const)('a socket whose owner is %s is admitted: %s', (owner, isAdmitted) => {
  expect(createAdmitOwnUser(() => owner)(socketWith())).toBe(isAdmitted)
})

test('a socket that was reset before it could be asked about is not admitted', () => {
  expect(createAdmitOwnUser(() => 'same-user')(socketWith({ remoteAddress: undefined }))).toBe(false)
})
