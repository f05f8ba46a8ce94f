import { failureOf, type Failure } from '../../contract/failure.ts'
import type { Outcome } from '../../contract/postern-api.ts'
import { requests, type RequestName } from '../../contract/requests.ts'
import { invalidBySchema, type FieldPath } from '../accounts/invalid-input.ts'
import { boundedPrintableLine } from '../ssh/printable.ts'
import type { RequestHandlers } from '../requests/request-handlers.ts'

const longestName = 100

// SECURITY: own names only, so that `constructor` and `__proto__` are no requests.
const isRequestName = (name: unknown): name is RequestName => typeof name === 'string' && Object.hasOwn(requests, name)

/**
 * SECURITY: whatever a person answered may be a password, in whichever field it was put; passphrases and the key that was picked are
 * secrets by themselves; and the text of an import may be a .fetchmailrc, with its passwords.
 */
const secretFields: readonly unknown[] = ['answer', 'passphrase', 'current', 'from', 'text']
const isSecret = ([first]: FieldPath): boolean => secretFields.includes(first)

/** The fields that carry another thing whole. A field of an account is named as in the account, whichever request brought it. */
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
  // A request without an input may come without one.
  const given = input === undefined ? {} : input
  const parsed = requests[name].input.safeParse(given)
  if (!parsed.success) {
    const failure = invalidBySchema(given, parsed.error, isSecret)
    return { ok: false, failure: { ...failure, field: withoutCarrier(failure.field.split('.')) } }
  }
  // The schema that parsed it is the one of this name; the compiler does not follow that through the union of all names.
  const handle = handlers[name] as (input: unknown) => unknown
  return { ok: true, answer: await handle(parsed.data) }
}

/**
 * Answers a request as it came over the bridge. Never rejects: what is not a request or does not fit its schema is `input-invalid`, and
 * what a handler throws is its failure, or `program-fault`, of which `onFault` is told the whole.
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
