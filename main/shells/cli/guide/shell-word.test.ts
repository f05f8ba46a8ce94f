import { expect, test } from 'vitest'
import { shellWord } from './shell-word.ts'

test.each([
  ['linux', '/home/bob/.ssh/config', '/home/bob/.ssh/config'],
  ['linux', '/home/bob/My keys', "'/home/bob/My keys'"],
  ['linux', "it's", "'it'\\''s'"],
  ['linux', '$(reboot)', "'$(reboot)'"],
  ['win32', 'HKEY_CURRENT_USER\\Software', 'HKEY_CURRENT_USER\\Software'],
  ['win32', 'C:\\Users\\Bob B', '"C:\\Users\\Bob B"'],
] as const)('on %s %s is written %s', (platform, word, written) => {
  expect(shellWord(word, platform)).toBe(written)
})
