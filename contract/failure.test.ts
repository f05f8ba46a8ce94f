import { expect, test } from 'vitest'
import { FailureError, failureCategories, failureOf, FailureSchema } from './failure.ts'

test('every failure has a category and no category is left over', () => {
  const codes = FailureSchema.options.map((option) => option.shape.code.value)
  expect(Object.keys(failureCategories).sort()).toEqual([...codes].sort())
})

test('a failure survives being thrown, and a fault of the program is not taken for one', () => {
  const failure = { code: 'connection-refused', host: 'mail.example.org', port: 22 } as const
  expect(failureOf(new FailureError(failure))).toEqual(failure)
  expect(failureOf(new TypeError('broken'))).toBeUndefined()
})
