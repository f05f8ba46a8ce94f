import type { Client } from 'ssh2'
import { isRecord, hasFunctions, protocolOf } from './client-internals.ts'

/** How ssh2 takes apart what comes (lib/protocol/Protocol.js). */
export interface Intake {
  /** Takes packets from the head of `piece` until it ends or the budget is used up; returns how many bytes were taken. */
  readonly take: (piece: Buffer) => number
  /** ssh2 has given the connection up and takes nothing any more. */
  readonly isOver: () => boolean
}

/**
 * Passes what comes to `onChunk` in place of ssh2, which is asked for each piece by `take`. ssh2 stops behind the packet after which `isUsedUp` says
 * so. Called before anything has come; undefined where the shape is not that of 1.17.
 */
export const replaceIntake = (
  client: Client,
  { onChunk, isUsedUp }: { readonly onChunk: (chunk: Buffer) => void; readonly isUsedUp: () => boolean },
): Intake | undefined => {
  const protocol = protocolOf(client)
  const onPayload = protocol?.['_onPayload']
  if (protocol === undefined || typeof onPayload !== 'function' || !hasFunctions(protocol, ['parse', '_parse'])) return undefined
  // A decipher of ssh2, and ours, stops behind a packet for which it is answered false.
  protocol['_onPayload'] = (payload: Buffer): unknown => {
    const verdict: unknown = (onPayload as (payload: Buffer) => unknown)(payload)
    return verdict === undefined && isUsedUp() ? false : verdict
  }
  const parse = (chunk: Buffer, from: number, to: number): void => onChunk(chunk.subarray(from, to))
  protocol['parse'] = parse
  return {
    take: (piece) => {
      const next: unknown = (protocol['_parse'] as (...parts: unknown[]) => unknown).call(protocol, piece, 0, piece.length)
      return typeof next === 'number' ? Math.min(next, piece.length) : piece.length
    },
    isOver: () => protocol['parse'] !== parse,
  }
}

/** What one packet may hold when it is inflated. */
export interface PayloadLimits {
  readonly mostInflated: number
  readonly onTooLarge: () => void
}

/** Returns the payload that ssh2 acts on. `packedBytes` is its length before it was inflated. */
export type JudgePayload = (payload: Buffer, packedBytes: number) => Buffer

/**
 * Passes each payload, authentic and inflated, through `judge` before ssh2 acts on it. Called before anything has come; false where the shape is
 * not that of 1.17.
 *
 * SECURITY: ssh2's own bound on what a packet inflates to is the largest Buffer of Node.
 */
export const judgePayloads = (client: Client, judge: JudgePayload, limits: PayloadLimits): boolean => {
  const protocol = protocolOf(client)
  const [packets, onPayload] = [protocol?.['_packetRW'], protocol?.['_onPayload']]
  if (protocol === undefined || typeof onPayload !== 'function') return false
  if (!isRecord(packets) || !isRecord(packets['read']) || !hasFunctions(packets['read'], ['read', 'cleanup'])) return false
  interface Reader {
    readonly read: (payload: Buffer) => Buffer
    readonly cleanup: () => void
  }
  let reader = packets['read'] as unknown as Reader
  const guarded: Reader = {
    read: (packed) => judge(inflate(packed), packed.length),
    cleanup: () => reader.cleanup(),
  }
  const inflate = (payload: Buffer): Buffer => {
    try {
      return reader.read(payload)
    } catch (error) {
      if (error instanceof Error && error.message.startsWith('Output length exceeded')) limits.onTooLarge()
      throw error
    }
  }
  // ssh2 passes over a packet with nothing in it, before it inflates it.
  protocol['_onPayload'] = (packed: Buffer): unknown => {
    if (packed.length === 0) judge(packed, 0)
    return (onPayload as (packed: Buffer) => unknown)(packed)
  }
  Object.defineProperty(packets, 'read', {
    configurable: true,
    enumerable: true,
    get: () => guarded,
    // After the log-in one that inflates takes its place.
    set: (next: Reader & { readonly _zlib?: unknown }) => {
      reader = next
      if (isRecord(next._zlib)) next._zlib['_maxOutputLength'] = limits.mostInflated
    },
  })
  return true
}

/**
 * Strict key exchange, of which ssh2 makes no exception for the exchanges after the first. Returns a function that has it let one packet
 * pass: the one that is being judged. Does nothing where the shape is not that of 1.17, and ssh2 then ends the connection.
 *
 * SECURITY: what strict key exchange protects against (Terrapin) is over with the first one; later packets are authentic and numbered.
 */
export const relaxStrictKeyExchange = (client: Client): (() => void) => {
  const protocol = protocolOf(client)
  if (protocol === undefined || !('_strictMode' in protocol)) return () => undefined
  let isStrict = protocol['_strictMode']
  let isPassing = false
  Object.defineProperty(protocol, '_strictMode', {
    configurable: true,
    enumerable: true,
    // ssh2 asks it first about the packet itself. Each later question is about the sequence numbers, which are reset as ever.
    get: () => {
      const answer = isPassing ? false : isStrict
      isPassing = false
      return answer
    },
    set: (strict: unknown) => {
      isStrict = strict
    },
  })
  return () => {
    isPassing = true
  }
}
