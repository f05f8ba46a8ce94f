import { expect, test } from 'vitest'
import { renameOver } from './rename-over.ts'

/** A rename that fails so many times, as if another program held the file. */
const heldFor = (times: number, code = 'EPERM') => {
  let calls = 0
  return {
    calls: () => calls,
    rename: () => {
      if (++calls <= times) throw Object.assign(new Error(code), { code })
    },
  }
}

test.each(['EPERM', 'EACCES', 'EBUSY'])('on Windows a rename waits for a file that another program has open: %s', (code) => {
  const held = heldFor(3, code)
  renameOver('a', 'b', { platform: 'win32', rename: held.rename })
  expect(held.calls()).toBe(4)
})

test('a file that stays open in another program fails the rename', () => {
  const held = heldFor(Infinity)
  expect(() => renameOver('a', 'b', { platform: 'win32', rename: held.rename })).toThrow('EPERM')
  expect(held.calls()).toBe(8)
})

test.each([
  ['win32', 'ENOENT'],
  ['linux', 'EPERM'],
] as const)('on %s %s fails the rename at once', (platform, code) => {
  const held = heldFor(1, code)
  expect(() => renameOver('a', 'b', { platform, rename: held.rename })).toThrow(code)
  expect(held.calls()).toBe(1)
})
