import type { Failure } from '../../contract/failure.ts'

/** What is remembered of the last connection that its server ended while nobody used it; in ms. */
export interface UnusedLoss {
  readonly unusedMs: number | undefined
  readonly failure: Failure
}

/** A server that ends what was in use a moment ago has another reason. */
const shortestMs = 5000
/** How far two times may lie apart, where both are of one limit of the server. */
const toleranceMs = (ms: number): number => Math.max(2000, ms / 10)

const isEndedByServer = (failure: Failure): boolean =>
  failure.code === 'connection-lost' && (failure.reason === 'server-closed' || failure.reason === 'server-ended')

/**
 * Tells a server that ends unused connections from a bad network: it has ended two in a row, in order, each after about the same time
 * without a mail client. `unusedMs` is that time.
 */
export const explainLoss = (before: UnusedLoss | undefined, failure: Failure, unusedMs: number): UnusedLoss => {
  if (failure.code !== 'connection-lost' || !isEndedByServer(failure) || unusedMs < shortestMs)
    return { unusedMs: undefined, failure }
  const isRepeated = before?.unusedMs !== undefined && Math.abs(before.unusedMs - unusedMs) <= toleranceMs(unusedMs)
  const { host } = failure
  return {
    unusedMs,
    failure: isRepeated ? { code: 'unused-connection-ended', host, seconds: Math.round(unusedMs / 1000) } : failure,
  }
}
