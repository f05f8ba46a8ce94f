import { expect, test } from 'vitest'
import { commandLine, isSwitchedOff } from './run-key.ts'

test.each([
  [['C:\\Users\\Bob B\\Postern.exe', '--hidden'], '"C:\\Users\\Bob B\\Postern.exe" "--hidden"'],
  [['C:\\p.exe', 'D:\\'], '"C:\\p.exe" "D:\\\\"'],
  [['C:\\p.exe', 'a"b'], '"C:\\p.exe" "a\\"b"'],
  [['C:\\p.exe', 'a\\"'], '"C:\\p.exe" "a\\\\\\""'],
] as const)('the command %j is one line of Windows', (command, line) => {
  expect(commandLine(command)).toBe(line)
})

test.each([
  ['    Postern    REG_BINARY    020000000000000000000000', false],
  ['    Postern    REG_BINARY    060000000000000000000000', false],
  ['    Postern    REG_BINARY    0300000067B4F2C8A9D5D901', true],
  ['', false],
])('%j of StartupApproved is off: %s', (printed, isOff) => {
  expect(isSwitchedOff(printed)).toBe(isOff)
})
