import type { Failure, FailureCode } from '../../../contract/failure.ts'

const causedByAbsence: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'offline',
  'host-not-found',
  'name-server-silent',
  'host-unreachable',
  'connection-timeout',
  'server-silent',
  'connection-lost',
  'peer-silent',
])

/**
 * Whether a computer without a network meets this failure. One that is an answer (a refused connection, a refused log-in) came through a
 * network, or from this very computer.
 */
export const isOfAbsentNetwork = (failure: Failure): boolean =>
  causedByAbsence.has(failure.code === 'jump-host-failed' ? failure.cause.code : failure.code)
