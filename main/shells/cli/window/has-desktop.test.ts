import { expect, test } from 'vitest'
import { hasDesktop } from './has-desktop.ts'

test.each([
  ['Linux with X11', 'linux', { DISPLAY: ':0' }, true],
  ['Linux with Wayland', 'linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
  ['X11 over SSH, where the display is the person’s own', 'linux', { DISPLAY: 'localhost:10.0', SSH_CONNECTION: 'a' }, true],
  ['Windows’ Linux, which opens Windows’ browser', 'linux', { WSL_DISTRO_NAME: 'Debian' }, true],
  ['a Linux server', 'linux', {}, false],
  ['a display that is named by nothing', 'linux', { DISPLAY: '' }, false],
  ['a Mac', 'darwin', {}, true],
  ['a Mac over SSH', 'darwin', { SSH_CONNECTION: '192.0.2.1 50000 192.0.2.2 22' }, false],
  ['Windows', 'win32', {}, true],
  ['Windows over SSH', 'win32', { SSH_CONNECTION: '192.0.2.1 50000 192.0.2.2 22' }, false],
] as const)('%s', (_name, platform, env, there) => {
  expect(hasDesktop({ platform, env })).toBe(there)
})
