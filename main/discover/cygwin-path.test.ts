import path from 'node:path'
import { expect, test } from 'vitest'
import { fromCygwinPath } from './cygwin-path.ts'

test.each([
  ['/home/bob/.ssh/id_rsa', 'C:\\cygwin64\\home\\bob\\.ssh\\id_rsa'],
  ['/cygdrive/c/Users/Bob/id_rsa', 'C:\\Users\\Bob\\id_rsa'],
  ['/cygdrive/D', 'D:\\'],
  ['/proc/cygdrive/e/keys/id_rsa', 'E:\\keys\\id_rsa'],
  ['/cygdrive/cd/x', 'C:\\cygwin64\\cygdrive\\cd\\x'],
  ['//server/share/id_rsa', '\\\\server\\share\\id_rsa'],
  ['C:\\Users\\Bob\\id_rsa', 'C:\\Users\\Bob\\id_rsa'],
  ['C:/Users/Bob/id_rsa', 'C:/Users/Bob/id_rsa'],
  ['id_rsa', 'id_rsa'],
])('%s is %s', (written, onWindows) => {
  expect(fromCygwinPath(written, { root: 'C:\\cygwin64', paths: path.win32 })).toBe(onWindows)
})
