import { expect, test } from 'vitest'
import { firstSight } from './first-sight.ts'

const byPerson = { hasHiddenOption: false, wasOpenedAtLogin: false, hasTray: true }

test('who starts Postern sees its window', () => {
  expect(firstSight(byPerson)).toBe('shown')
  expect(firstSight({ ...byPerson, hasTray: false })).toBe('shown')
})

test('a start by the log-in shows nothing but the icon', () => {
  expect(firstSight({ ...byPerson, hasHiddenOption: true })).toBe('hidden')
  expect(firstSight({ ...byPerson, wasOpenedAtLogin: true })).toBe('hidden')
})

test('without a tray it stays within reach', () => {
  expect(firstSight({ ...byPerson, hasHiddenOption: true, hasTray: false })).toBe('minimized')
})
