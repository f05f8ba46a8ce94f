import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { createAdmitOwnUser } from './admit-own-user.ts'

const socket = { localAddress: '127.0.0.1', localPort: 11_110, remoteAddress: '127.0.0.1', remotePort: 50_000 } as Socket

test.each([
  ['same-user', true],
  ['other-user', false],
  ['gone', false],
  ['not-told', false],
  // Decided once, at the start: everybody is served on a system that never tells.
  ['unknown', true],
] as const)('a socket whose owner is %s is admitted: %s', (owner, isAdmitted) => {
  expect(createAdmitOwnUser(() => owner)(socket)).toBe(isAdmitted)
})

test('a socket that was reset before it could be asked about is not admitted', () => {
  expect(createAdmitOwnUser(() => 'same-user')({ ...socket, remoteAddress: undefined } as unknown as Socket)).toBe(false)
})
