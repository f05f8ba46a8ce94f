import { expect, test } from 'vitest'
import { keptRunningBy } from './kept-running-by.ts'

test.each([
  ['electron', true, 'windows', 'tray'],
  ['electron', true, 'linux', 'tray'],
  ['electron', true, 'macos', 'menuBar'],
  ['electron', false, 'linux', 'window'],
  ['browser', false, 'linux', 'browser'],
  ['browser', false, 'macos', 'browser'],
] as const)('in %s, with a tray: %j, on %s, the %s keeps Postern running', (shell, hasTray, platform, stay) => {
  expect(keptRunningBy({ shell, hasTray }, platform)).toBe(stay)
})
