import { expect, test } from 'vitest'
import { FailureSchema, type Failure } from '../../../contract/failure.ts'
import { categoryExitCodes, exitCodeOf, faultExitCode } from './exit-code.ts'

test('every failure ends with a code of its category, and with that of a fault only where Postern itself is at fault or gone', () => {
  const codes = FailureSchema.options.map(({ shape }) => exitCodeOf({ code: shape.code.value } as Failure))
  expect(codes.every((code) => code >= faultExitCode && code <= 10)).toBe(true)
  const faults = FailureSchema.options.filter(({ shape }) => exitCodeOf({ code: shape.code.value } as Failure) === faultExitCode)
  expect(faults.map(({ shape }) => shape.code.value)).toEqual(['program-fault', 'window-disconnected'])
})

test('no two categories share a code', () => {
  const codes = Object.values(categoryExitCodes)
  expect(new Set(codes).size).toBe(codes.length)
})
