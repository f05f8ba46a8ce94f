import type { Failure } from '../../contract/failure.ts'

/** The last loss of a connection. `unusedMs` is set where its server ended it after that time without use. */
export interface UnusedLoss {
  readonly unusedMs: number | undefined
  readonly failure: Failure
}

/** A shorter time without use is no reason of the server's. */
const shortestMs = 5000
/** The largest difference of two times that come from one limit of the server. */
const toleranceMs = (ms: number): number => Math.max(2000, ms / 10)

const isEndedByServer = (failure: Failure): boolean =>
  failure.code === 'connection-lost' && (failure.reason === 'server-closed' || failure.reason === 'server-ended')

/**
 * Recognises a server that ends unused connections: it has closed two in a row in an orderly way, each after about the same time without a mail
 * client, unlike a bad network. `unusedMs` is that time.
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
