import { expect, test } from 'vitest'
import { staysInside } from './no-network.ts'

test.each(['app://postern/', 'data:image/png;base64,AA', 'blob:app://postern/1'])('%s stays inside', (address) => {
  expect(staysInside(address)).toBe(true)
})

test.each([
  'https://example.org/',
  'http://127.0.0.1:11110/',
  'ws://127.0.0.1/',
  'wss://example.org/',
  'file:///etc/passwd',
  'ftp://a/',
  'x',
  '',
])('%j does not', (address) => {
  expect(staysInside(address)).toBe(false)
})
