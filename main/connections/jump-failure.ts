import { failureCategories, FailureError, failureOf } from '../../contract/failure.ts'
import type { Log } from '../data-folder/log.ts'

/** Wraps a failure of the jump host in `jump-host-failed`. An error in the configuration and an already wrapped one stay as they are. */
export const jumpFailure = (error: unknown, jumpName: string, log: Log | undefined): unknown => {
  const failure = failureOf(error)
  if (failure === undefined || failure.code === 'jump-host-failed' || failureCategories[failure.code] === 'usage') return error
  log?.('error', { name: 'jump-host-failed', account: jumpName }, failure)
  return new FailureError({ code: 'jump-host-failed', account: jumpName, cause: failure }, { cause: error })
}
