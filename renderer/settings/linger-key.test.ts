import { describe, expect, test } from 'vitest'
import { lingerChoices, lingerKey, lingerOfKey } from './linger-key.ts'

test.each([undefined, null, 5, 86_400])('the linger %j is read back from its key', (seconds) => {
  expect(lingerOfKey(lingerKey(seconds))).toBe(seconds)
})

describe('the choices of linger', () => {
  test.each([300, null, undefined])('are the usual ones if %j is set', (current) => {
    expect(lingerChoices(current)).toEqual([5, 60, 300, null])
  })

  test('include another value that is set, in its place', () => {
    expect(lingerChoices(90)).toEqual([5, 60, 90, 300, null])
  })
})
