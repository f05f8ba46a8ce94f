import { expect, test } from 'vitest'
import { formatBytes, formatDuration, formatRate } from './units.ts'

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1 kB'],
  [1234, '1.2 kB'],
  [12_345, '12 kB'],
  [2_900_000, '2.9 MB'],
  [7_000_000_000, '7 GB'],
])('%i bytes are read as %s', (bytes, text) => {
  expect(formatBytes(bytes, 'en')).toBe(text)
})

test('Dutch has its own decimal sign', () => {
  expect(formatBytes(2_900_000, 'nl')).toBe('2,9 MB')
})

test('a rate below one byte a second is none', () => {
  expect(formatRate(0.4, 'en')).toBe('0 B/s')
})

test.each([
  [-5000, '0 s'],
  [45_000, '45 s'],
  [59_999, '1 min'],
  [3 * 60_000, '3 min'],
  [2 * 3_600_000, '2 h'],
  [50 * 3_600_000, '2 d'],
])('%i ms are read as %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds, 'en')).toBe(text)
})

test('an hour is an uur in Dutch', () => {
  expect(formatDuration(3_600_000, 'nl')).toBe('1 u')
})
