import { failureOf, type Failure } from '../../contract/failure.ts'
import type { Outcome } from '../../contract/postern-api.ts'
import { requests, type RequestName } from '../../contract/requests.ts'
import { invalidBySchema, type FieldPath } from '../accounts/invalid-input.ts'
import { boundedPrintableLine } from '../ssh/printable.ts'
import type { RequestHandlers } from '../requests/request-handlers.ts'

const longestName = 100

// SECURITY: only own properties count, so that `constructor` and `__proto__` are not requests.
const isRequestName = (name: unknown): name is RequestName => typeof name === 'string' && Object.hasOwn(requests, name)

/**
 * SECURITY: the fields whose values never go into a failure. Any part of an answer may be a password; passphrases and the text of a key are
 * secrets; and the text of an import may be a .fetchmailrc with passwords.
 */
const secretFields: readonly unknown[] = ['answer', 'passphrase', 'current', 'from', 'text']
const isSecret = ([first]: FieldPath): boolean => secretFields.includes(first)

/** The fields that hold a whole account or change. They are cut off, so that a field of an account has the same name in every request. */
const carriers: readonly unknown[] = ['draft', 'account', 'change']

const withoutCarrier = ([first, ...others]: readonly string[]): string =>
  others.length > 0 && carriers.includes(first) ? others.join('.') : [first, ...others].join('.')

const unknownRequest = (name: unknown): Failure => ({
  code: 'input-invalid',
  field: 'request',
  value: typeof name === 'string' ? boundedPrintableLine(name, longestName) : '',
  reason: 'request-unknown',
})

const answerKnown = async (handlers: RequestHandlers, name: RequestName, input: unknown): Promise<Outcome<unknown>> => {
  // A request that needs no input may come without one.
  const given = input === undefined ? {} : input
  const parsed = requests[name].input.safeParse(given)
  if (!parsed.success) {
    const failure = invalidBySchema(given, parsed.error, isSecret)
    return { ok: false, failure: { ...failure, field: withoutCarrier(failure.field.split('.')) } }
  }
  // The input was parsed by the schema of this name, which the compiler cannot follow through the union of all names.
  const handle = handlers[name] as (input: unknown) => unknown
  return { ok: true, answer: await handle(parsed.data) }
}

/**
 * Returns a function that answers a request from the bridge. It never rejects. An unknown request, or an input that does not fit the schema,
 * becomes `input-invalid`. A failure that a handler throws is returned; any other error becomes `program-fault`, and goes to `onFault`.
 */
export const createAnswerRequest =
  (handlers: RequestHandlers, onFault: (error: unknown) => void) =>
  async (name: unknown, input: unknown): Promise<Outcome<unknown>> => {
    if (!isRequestName(name)) return { ok: false, failure: unknownRequest(name) }
    try {
      return await answerKnown(handlers, name, input)
    } catch (error) {
      const failure = failureOf(error)
      if (failure !== undefined) return { ok: false, failure }
      onFault(error)
      return { ok: false, failure: { code: 'program-fault', said: error instanceof Error ? error.message : String(error) } }
    }
  }
