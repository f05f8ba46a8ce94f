import { expect, test } from 'vitest'
import { actionOfClick, type WindowVisibility } from './action-of-click.ts'

const inFront: WindowVisibility = { isVisible: true, isMinimized: false, isFocused: true, blurredForMs: undefined }

test.each<[string, Partial<WindowVisibility>, 'show' | 'hide']>([
  ['shows a hidden window', { isVisible: false, isFocused: false }, 'show'],
  ['shows a minimised one', { isMinimized: true, isFocused: false }, 'show'],
  ['hides the one that the person works in', {}, 'hide'],
  ['hides the one from which the click itself took the keyboard', { isFocused: false, blurredForMs: 80 }, 'hide'],
  ['brings one to the front that lies behind others', { isFocused: false, blurredForMs: 5000 }, 'show'],
  ['hides one that the desktop never gave the keyboard', { isFocused: false }, 'hide'],
])('a click %s', (_name, sight, action) => {
  expect(actionOfClick({ ...inFront, ...sight })).toBe(action)
})
