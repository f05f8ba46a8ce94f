import { expect, test } from 'vitest'
import { isOwnWindow, type Sender } from './sender.ts'

const ours = 7
const from = (frame: Sender['senderFrame'], id = ours): boolean => isOwnWindow({ sender: { id }, senderFrame: frame }, ours)
const top = (url: string): Sender['senderFrame'] => ({ url, parent: null })

test('the top frame of our window on one of our files may ask', () => {
  expect(from(top('app://postern/'))).toBe(true)
  expect(from(top('app://postern/index.html#/accounts'))).toBe(true)
})

test('another window may not, even on one of our files', () => {
  expect(from(top('app://postern/'), ours + 1)).toBe(false)
})

test('a frame inside our window may not, even on one of our files', () => {
  expect(from({ url: 'app://postern/', parent: {} })).toBe(false)
})

test('a frame that has gone or moved on may not', () => {
  expect(from(null)).toBe(false)
})

test.each([
  'https://example.org/',
  'data:text/html,x',
  'file:///x/index.html',
  'about:blank',
  'app://postern.evil/',
  'app://x@postern/',
  '',
])('our window on %j may not', (url) => {
  expect(from(top(url))).toBe(false)
})
