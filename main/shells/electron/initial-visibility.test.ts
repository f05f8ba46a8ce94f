import { expect, test } from 'vitest'
import { initialVisibility } from './initial-visibility.ts'

const byPerson = { hasHiddenOption: false, wasOpenedAtLogin: false, hasTray: true }

test('a start by the person shows the window', () => {
  expect(initialVisibility(byPerson)).toBe('shown')
  expect(initialVisibility({ ...byPerson, hasTray: false })).toBe('shown')
})

test('a start at log-in shows only the icon', () => {
  expect(initialVisibility({ ...byPerson, hasHiddenOption: true })).toBe('hidden')
  expect(initialVisibility({ ...byPerson, wasOpenedAtLogin: true })).toBe('hidden')
})

test('without a tray it is minimized', () => {
  expect(initialVisibility({ ...byPerson, hasHiddenOption: true, hasTray: false })).toBe('minimized')
})
