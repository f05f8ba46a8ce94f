import { expect, test } from 'vitest'
import { isPermitted } from './permissions.ts'

test('the window may write to the clipboard', () => {
  expect(isPermitted('clipboard-sanitized-write', 'app://postern/')).toBe(true)
})

test.each(['https://example.org/', 'data:text/html,x', 'app://elsewhere/', ''])('a page at %j may not', (address) => {
  expect(isPermitted('clipboard-sanitized-write', address)).toBe(false)
})

test.each([
  'clipboard-read',
  'media',
  'geolocation',
  'notifications',
  'openExternal',
  'display-capture',
  'hid',
  'fileSystem',
  'unknown',
  '',
])('nobody may have %j', (permission) => {
  expect(isPermitted(permission, 'app://postern/')).toBe(false)
})
