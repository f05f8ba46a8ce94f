import { failureCategories, FailureError, failureOf } from '../../contract/failure.ts'
import type { Log } from '../data-folder/log.ts'

/** What went wrong on the way through an account's jump host, told as that; what a person configured wrongly is told as it is. */
export const jumpFailure = (error: unknown, jumpName: string, log: Log | undefined): unknown => {
  const failure = failureOf(error)
  if (failure === undefined || failure.code === 'jump-host-failed' || failureCategories[failure.code] === 'usage') return error
  log?.('error', { name: 'jump-host-failed', account: jumpName }, failure)
  return new FailureError({ code: 'jump-host-failed', account: jumpName, cause: failure }, { cause: error })
}
