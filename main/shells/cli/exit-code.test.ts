import { expect, test } from 'vitest'
import { failureCategories, type Failure } from '../../../contract/failure.ts'
import { categoryExitCodes, exitCodeOf, faultExitCode } from './exit-code.ts'

test('every failure has the exit code of its category, and the code of a fault only if Postern itself failed or ended', () => {
  const exitCodes = Object.keys(failureCategories).map((code) => [code, exitCodeOf({ code } as Failure)] as const)
  expect(exitCodes.every(([, exitCode]) => exitCode >= faultExitCode && exitCode <= 10)).toBe(true)
  const faults = exitCodes.filter(([, exitCode]) => exitCode === faultExitCode)
  expect(faults.map(([code]) => code)).toEqual(['program-fault', 'window-disconnected'])
})

test('no two categories share a code', () => {
  const codes = Object.values(categoryExitCodes)
  expect(new Set(codes).size).toBe(codes.length)
})
