import { expect, test } from 'vitest'
import { canUpdateItself, type Installation } from './application-updates.ts'

const feed = 'provider: generic\nurl: https://example.org/postern\nupdaterCacheDirName: postern-updater\n'
const signed = `${feed}publisherName:\n  - The Postern authors\n`
const appImage = { APPIMAGE: '/home/bob/Postern-0.1.0.AppImage' }

test.each<[string, Omit<Installation, 'isPackaged'>]>([
  ['a signed installation on Windows', { platform: 'win32', env: {}, feed: signed }],
  ['an application on macOS', { platform: 'darwin', env: {}, feed }],
  ['an AppImage', { platform: 'linux', env: appImage, feed }],
])('%s renews itself', (_what, installation) => {
  expect(canUpdateItself({ ...installation, isPackaged: true })).toBe(true)
  expect(canUpdateItself({ ...installation, isPackaged: false })).toBe(false)
  expect(canUpdateItself({ ...installation, isPackaged: true, feed: undefined })).toBe(false)
})

test.each<[string, Omit<Installation, 'isPackaged'>]>([
  ['an unsigned installation on Windows', { platform: 'win32', env: {}, feed }],
  ['a portable executable', { platform: 'win32', env: { PORTABLE_EXECUTABLE_FILE: 'E:\\Postern.exe' }, feed: signed }],
  ["what came with Linux's packages", { platform: 'linux', env: {}, feed }],
  ['an OS that Postern is not built for', { platform: 'freebsd', env: appImage, feed }],
])('%s does not', (_what, installation) => {
  expect(canUpdateItself({ ...installation, isPackaged: true })).toBe(false)
})
