import type { Client } from 'ssh2'
import { isRecord, hasFunctions, protocolOf } from './client-internals.ts'

/** The parser of ssh2 for incoming bytes (lib/protocol/Protocol.js). */
export interface Intake {
  /** Parses packets from the head of `piece` until it ends or the budget is used up; returns the number of parsed bytes. */
  readonly parse: (piece: Buffer) => number
  /** Whether ssh2 has ended the connection and parses nothing any more. */
  readonly isOver: () => boolean
}

/**
 * Passes incoming bytes to `onChunk` in place of ssh2, which parses each piece at `parse`. ssh2 stops behind a packet if `isUsedUp` then
 * returns true. Called before any byte has arrived; undefined if the shape is not that of 1.17.
 */
export const replaceIntake = (
  client: Client,
  { onChunk, isUsedUp }: { readonly onChunk: (chunk: Buffer) => void; readonly isUsedUp: () => boolean },
): Intake | undefined => {
  const protocol = protocolOf(client)
  const onPayload = protocol?.['_onPayload']
  if (protocol === undefined || typeof onPayload !== 'function' || !hasFunctions(protocol, ['parse', '_parse'])) return undefined
  // A decipher, ssh2's or ours, stops behind a packet at the answer false.
  protocol['_onPayload'] = (payload: Buffer): unknown => {
    const verdict: unknown = (onPayload as (payload: Buffer) => unknown)(payload)
    return verdict === undefined && isUsedUp() ? false : verdict
  }
  const passOn = (chunk: Buffer, from: number, to: number): void => onChunk(chunk.subarray(from, to))
  protocol['parse'] = passOn
  return {
    parse: (piece) => {
      const next: unknown = (protocol['_parse'] as (...parts: unknown[]) => unknown).call(protocol, piece, 0, piece.length)
      return typeof next === 'number' ? Math.min(next, piece.length) : piece.length
    },
    isOver: () => protocol['parse'] !== passOn,
  }
}

/** Bounds on one inflated packet. */
export interface PayloadLimits {
  readonly mostInflated: number
  readonly onTooLarge: () => void
}

/** Returns the payload that ssh2 acts on. `packedBytes` is its length before it was inflated. */
export type JudgePayload = (payload: Buffer, packedBytes: number) => Buffer

/**
 * Passes each payload, authentic and inflated, through `judge` before ssh2 acts on it. Called before any byte has arrived; false if the
 * shape is not that of 1.17.
 *
 * SECURITY: ssh2's own bound on an inflated packet is the largest Buffer of Node.
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
    // After the log-in ssh2 replaces the reader by one that inflates.
    set: (next: Reader & { readonly _zlib?: unknown }) => {
      reader = next
      if (isRecord(next._zlib)) next._zlib['_maxOutputLength'] = limits.mostInflated
    },
  })
  return true
}

/**
 * Lets a packet pass in a key exchange after the first, in which ssh2 is as strict as in the first. Returns a function that lets the packet
 * pass that is being judged. Does nothing if the shape is not that of 1.17, and ssh2 then ends the connection.
 *
 * SECURITY: the attack against which strict key exchange protects (Terrapin) is over after the first one; later packets are authentic and
 * numbered.
 */
export const relaxStrictKeyExchange = (client: Client): (() => void) => {
  const protocol = protocolOf(client)
  if (protocol === undefined || !('_strictMode' in protocol)) return () => undefined
  let isStrict = protocol['_strictMode']
  let isPassing = false
  Object.defineProperty(protocol, '_strictMode', {
    configurable: true,
    enumerable: true,
    // ssh2 reads it first for the packet itself. Each later read is about the sequence numbers, which are reset as usual.
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
