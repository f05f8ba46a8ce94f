import { failureOf } from '../../contract/failure.ts'
import type { Failure } from '../../contract/failure.ts'

/** Returns the failure that `work` rejects with. Throws if it resolves, or rejects with another error than FailureError. */
export const failureFrom = async (work: Promise<unknown>): Promise<Failure> => {
  const error: unknown = await work.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  )
  const failure = failureOf(error)
  if (failure === undefined) throw error
  return failure
}
