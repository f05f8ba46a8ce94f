import { expect, test } from 'vitest'
import { printable } from './printable.ts'

test('escape sequences of a server do not reach the terminal', () => {
  expect(printable('\x1b]0;owned\x07 +OK \x1b[2Jready\r\n')).toBe(']0;owned  +OK  [2Jready')
})

test('bidirectional marks do not reach the terminal', () => {
  expect(printable('mail\u202egro.live\u2028next')).toBe('mail gro.live next')
})

test('letters of other languages stay', () => {
  expect(printable('Bücher 郵便')).toBe('Bücher 郵便')
})

test('a very long text is cut', () => {
  expect(printable('x'.repeat(5000))).toHaveLength(1000)
})
