import { expect, test } from 'vitest'
import { hasTray, type DesktopSigns } from './has-tray.ts'

const bare: DesktopSigns = { platform: 'linux', desktop: undefined, hasWatcher: false, hasXembed: false }

test.each<[string, Partial<DesktopSigns>, boolean]>([
  ['Windows has one', { platform: 'win32' }, true],
  ['macOS has one', { platform: 'darwin' }, true],
  ['KDE has one by its watcher', { desktop: 'KDE', hasWatcher: true }, true],
  ['a window manager has one by its XEmbed tray', { hasXembed: true }, true],
  ['a bare window manager has none', {}, false],
  ['GNOME has none', { desktop: 'GNOME' }, false],
  ['GNOME has none, whoever owns the old selection', { desktop: 'ubuntu:GNOME', hasXembed: true }, false],
  ['GNOME with the extension has one', { desktop: 'ubuntu:GNOME', hasWatcher: true }, true],
  ['Cinnamon is no GNOME', { desktop: 'X-Cinnamon', hasXembed: true }, true],
])('%s', (_name, signs, is) => {
  expect(hasTray({ ...bare, ...signs })).toBe(is)
})
