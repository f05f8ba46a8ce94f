import { expect, test } from 'vitest'
import { gateStates, iconSet } from '../../../../build-tools/icons/icon-set.ts'
import { imageFile } from './tray-view.ts'

test('macOS gets a template, whatever its colours are', () => {
  expect(imageFile('connected', 'darwin', { shouldUseDarkColors: true })).toBe('tray/connectedTemplate.png')
})

test('the theme of the taskbar counts, not that of the windows, if the system reports it', () => {
  const lightWindows = { shouldUseDarkColors: false, shouldUseDarkColorsForSystemIntegratedUI: true }
  expect(imageFile('trouble', 'win32', lightWindows)).toBe('tray/trouble-on-dark.ico')
  expect(imageFile('trouble', 'linux', { shouldUseDarkColors: false })).toBe('tray/trouble-on-light.png')
})

test.each(['darwin', 'win32', 'linux'] as const)('every image of %s is among the rendered icons', (platform) => {
  const rendered = iconSet.map(({ file }) => file)
  const looks = [true, false].map((shouldUseDarkColors) => ({ shouldUseDarkColors }))
  const wanted = gateStates.flatMap((state) => looks.map((look) => imageFile(state, platform, look)))
  expect(rendered).toEqual(expect.arrayContaining(wanted))
})
