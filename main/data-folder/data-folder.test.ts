import path from 'node:path'
import { expect, test } from 'vitest'
import { dataFolder } from './data-folder.ts'

// The expected folders are those of Electron's app.getPath('userData') for productName Postern.
test.each([
  ['linux', {}, '/home/bob', '/home/bob/.config/Postern'],
  ['linux', { XDG_CONFIG_HOME: '/home/bob/conf' }, '/home/bob', '/home/bob/conf/Postern'],
  ['linux', { XDG_CONFIG_HOME: '' }, '/home/bob', '/home/bob/.config/Postern'],
  ['darwin', { XDG_CONFIG_HOME: '/elsewhere' }, '/Users/bob', '/Users/bob/Library/Application Support/Postern'],
  ['win32', { APPDATA: 'D:\\Roaming' }, 'C:\\Users\\bob', 'D:\\Roaming\\Postern'],
  ['win32', {}, 'C:\\Users\\bob', 'C:\\Users\\bob\\AppData\\Roaming\\Postern'],
  ['linux', { POSTERN_DATA_DIR: '/srv/postern', XDG_CONFIG_HOME: '/x' }, '/home/bob', '/srv/postern'],
  ['win32', { POSTERN_DATA_DIR: 'E:\\postern' }, 'C:\\Users\\bob', 'E:\\postern'],
  ['darwin', { POSTERN_DATA_DIR: '' }, '/Users/bob', '/Users/bob/Library/Application Support/Postern'],
] as const)('on %s with %j and home %s the data folder is %s', (platform, env, home, folder) => {
  expect(dataFolder({ platform, env, home })).toBe(folder)
})

test('a relative POSTERN_DATA_DIR is resolved from the working directory', () => {
  expect(dataFolder({ platform: process.platform, env: { POSTERN_DATA_DIR: 'here' }, home: '' })).toBe(path.resolve('here'))
})
