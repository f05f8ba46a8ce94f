import type { z } from 'zod'
import { FailureError, type Failure } from '../../contract/failure.ts'
import { fieldReason } from '../../contract/field-reasons.ts'
import type { InputReason } from '../../contract/reason.ts'
import { boundedPrintableLine } from '../ssh/printable.ts'

export type FieldPath = readonly PropertyKey[]

const longestShown = 100

/** `['forwards', 0, 'bindPort']` → `forwards[0].bindPort`. */
const fieldOf = (path: FieldPath): string =>
  path.reduce<string>((field, step) => {
    if (typeof step === 'number') return `${field}[${step}]`
    const name = boundedPrintableLine(String(step), longestShown)
    return field === '' ? name : `${field}.${name}`
  }, '')

const valueAt = (value: unknown, path: FieldPath): unknown =>
  path.reduce<unknown>((inner, step) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, step) : undefined), value)

// SECURITY: an object is not shown, because one of its fields may be a secret that was not parsed yet.
const shownValue = (value: unknown): string => {
  if (typeof value === 'string') return boundedPrintableLine(value, longestShown)
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

export const invalidInput = (input: unknown, path: FieldPath, reason: InputReason): FailureError =>
  new FailureError({ code: 'input-invalid', field: fieldOf(path), value: shownValue(valueAt(input, path)), reason })

/**
 * Returns the first thing that a schema refused as the failure `input-invalid`, with the path of the field, its value and the reason.
 * `isSecret` says which paths have values that must not be shown.
 */
export const invalidBySchema = (
  input: unknown,
  error: z.ZodError,
  isSecret: (path: FieldPath) => boolean = () => false,
): Extract<Failure, { code: 'input-invalid' }> => {
  const [issue] = error.issues
  if (issue?.code === 'unrecognized_keys')
    // SECURITY: the value of an unknown field is not shown, because it may be a secret in the wrong place.
    return { code: 'input-invalid', field: fieldOf([...issue.path, ...issue.keys.slice(0, 1)]), value: '', reason: 'field-unknown' }
  const path = issue?.path ?? []
  const name = path.findLast((step) => typeof step === 'string')
  const value = path.length === 0 || isSecret(path) ? '' : shownValue(valueAt(input, path))
  return {
    code: 'input-invalid',
    field: fieldOf(path),
    value,
    reason: fieldReason(name),
  }
}
