import { failureOf } from '../../../contract/failure.ts'
import type { ImportedForward, LeftOutReason } from '../../../contract/imported-account.ts'
import { parseForwardArgument } from '../../mail/forward-argument.ts'

/** The way of `ssh -L` (ssh(1)), `[bind_address:]port:host:hostport`, or why Postern has no such forward. */
export const importForward = (way: string): ImportedForward | LeftOutReason => {
  // A path is a socket file, at either end.
  if (way.includes('/')) return 'other-forwarding'
  // These are forms of Postern's own.
  if (/^[a-z0-9]*(?:=|$)/i.test(way)) return 'invalid-value'
  try {
    return parseForwardArgument(way)
  } catch (error) {
    const failure = failureOf(error)
    if (failure?.code !== 'input-invalid') throw error
    // Another loopback address is no danger, and none that Postern binds.
    return failure.reason === 'forward-loopback' && !/^\[?127\./.test(way) ? 'not-loopback' : 'invalid-value'
  }
}
