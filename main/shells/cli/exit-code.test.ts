import { expect, test } from 'vitest'
import { FailureSchema, type Failure } from '../../../contract/failure.ts'
import { categoryExitCodes, exitCodeOf } from './exit-code.ts'

test('every failure ends with a code of its category, and never with that of a fault or of success', () => {
  const codes = FailureSchema.options.map((option) => exitCodeOf({ code: option.shape.code.value } as Failure))
  expect(codes.every((code) => code >= 2 && code <= 10)).toBe(true)
})

test('no two categories share a code', () => {
  const codes = Object.values(categoryExitCodes)
  expect(new Set(codes).size).toBe(codes.length)
})
