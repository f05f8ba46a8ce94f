import { failureOf } from '../../../contract/failure.ts'
import type { ImportedForward, LeftOutReason } from '../../../contract/imported-account.ts'
import { parseForwardArgument } from '../../mail/forward-argument.ts'

/** Parses the value of `ssh -L` (ssh(1)), `[bind_address:]port:host:hostport`. Returns the reason if Postern has no such forward. */
export const importForward = (way: string): ImportedForward | LeftOutReason => {
  // A slash means the path of a Unix socket, at either end.
  if (way.includes('/')) return 'other-forwarding'
  // Presets (`pop3`, `pop3=…`) are forms of Postern's own, not of ssh.
  if (/^[a-z0-9]*(?:=|$)/i.test(way)) return 'invalid-value'
  try {
    return parseForwardArgument(way)
  } catch (error) {
    const failure = failureOf(error)
    if (failure?.code !== 'input-invalid') throw error
    // Another address of 127.0.0.0/8 is a loopback address too, but Postern does not bind it.
    return failure.reason === 'forward-loopback' && !/^\[?127\./.test(way) ? 'not-loopback' : 'invalid-value'
  }
}
