import { expect, test } from 'vitest'
import { initialVisibility } from './initial-visibility.ts'

const byPerson = { hasHiddenOption: false, wasOpenedAtLogin: false, hasTray: true }

test('who starts Postern sees its window', () => {
  expect(initialVisibility(byPerson)).toBe('shown')
  expect(initialVisibility({ ...byPerson, hasTray: false })).toBe('shown')
})

test('a start by the log-in shows nothing but the icon', () => {
  expect(initialVisibility({ ...byPerson, hasHiddenOption: true })).toBe('hidden')
  expect(initialVisibility({ ...byPerson, wasOpenedAtLogin: true })).toBe('hidden')
})

test('without a tray it stays within reach', () => {
  expect(initialVisibility({ ...byPerson, hasHiddenOption: true, hasTray: false })).toBe('minimized')
})
