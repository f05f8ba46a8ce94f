import { describe, expect, test } from 'vitest'
import { SettingsChangeSchema } from '../../contract/settings.ts'
import { boundsOf, exactDuration, readSeconds, secondsSettings } from './seconds.ts'

describe.each(secondsSettings)('%s', (name) => {
  const { least, most } = boundsOf(name)

  test.each([least, most])('accepts %i, as main does', (seconds) => {
    expect(readSeconds(String(seconds), { least, most })).toBe(seconds)
    expect(SettingsChangeSchema.safeParse({ [name]: seconds }).success).toBe(true)
  })

  test.each([least - 1, most + 1])('refuses %i, as main does', (seconds) => {
    expect(readSeconds(String(seconds), { least, most })).toBeUndefined()
    expect(SettingsChangeSchema.safeParse({ [name]: seconds }).success).toBe(false)
  })
})

test.each(['', ' ', 'ten', '1e1', '7.5', '-7', '0x10', 'Infinity', '99999999999999999999'])(
  '%j is no number of seconds',
  (typed) => {
    expect(readSeconds(typed, { least: 1, most: 3600 })).toBeUndefined()
  },
)

test('blanks around a number are ignored', () => {
  expect(readSeconds(' 20 ', { least: 2, most: 300 })).toBe(20)
})

test.each([
  [1, '1 second', '1 seconde'],
  [5, '5 seconds', '5 seconden'],
  [60, '1 minute', '1 minuut'],
  [90, '90 seconds', '90 seconden'],
  [300, '5 minutes', '5 minuten'],
  [7200, '2 hours', '2 uur'],
])('%i seconds have an exact text', (seconds, english, dutch) => {
  expect(exactDuration(seconds, 'en')).toBe(english)
  expect(exactDuration(seconds, 'nl')).toBe(dutch)
})
