import { failureOf } from '../../contract/failure.ts'
import type { Failure } from '../../contract/failure.ts'

/** The failure that `work` rejects with. Throws where it does not reject, or with something else than a FailureError. */
export const failureFrom = async (work: Promise<unknown>): Promise<Failure> => {
  const error: unknown = await work.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  )
  const failure = failureOf(error)
  if (failure === undefined) throw error
  return failure
}
