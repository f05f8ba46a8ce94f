import { FailureError } from '../../../contract/failure.ts'
import { LingerSecondsSchema } from '../../../contract/linger.ts'
import type { InputReason } from '../../../contract/reason.ts'

/** A failure for a wrong value in argv. */
export const invalidInput = (field: string, value: string, reason: InputReason): FailureError =>
  new FailureError({ code: 'input-invalid', field, value, reason })

/** A reader for an option that takes a TCP port. */
export const portOption =
  (option: string) =>
  (text: string): number => {
    const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
    if (port < 1 || port > 65_535) throw invalidInput(option, text, 'port')
    return port
  }

/**
 * A reader for the linger of a tunnel: seconds, or null for `never`. It must not be passed to commander, which turns null into an empty
 * text.
 */
export const lingerOption =
  (option: string) =>
  (text: string): number | null => {
    if (text === 'never') return null
    const parsed = LingerSecondsSchema.safeParse(/^\d{1,5}$/.test(text) ? Number(text) : 0)
    if (!parsed.success) throw invalidInput(option, text, 'linger')
    return parsed.data
  }

/** A reader for an option that takes an open file descriptor. Postern writes to 1 and 2. */
export const descriptorOption =
  (option: string) =>
  (text: string): number => {
    const fd = /^\d{1,5}$/.test(text) ? Number(text) : -1
    if (fd < 0 || fd === 1 || fd === 2) throw invalidInput(option, text, 'descriptor')
    return fd
  }

/** A reader for an option that may be repeated. */
export const repeatable = (text: string, previous: readonly string[] | undefined): readonly string[] => [...(previous ?? []), text]
