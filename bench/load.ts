import type { LoadKind } from './load-request.ts'

/** A load that the load client puts on a port, and the number that it returns for it. */
export type Load =
  /** Bytes per second; the bytes of the first `rampMs` are not counted. */
  | {
      readonly type: 'download'
      readonly port: number
      readonly kind: Extract<LoadKind, 'download' | 'mail'>
      readonly streams: number
      readonly durationMs: number
      readonly rampMs?: number
    }
  /** Bytes per second. */
  | { readonly type: 'upload'; readonly port: number; readonly streams: number; readonly durationMs: number }
  /** Round trips per second. */
  | { readonly type: 'ping-pong'; readonly port: number; readonly count: number }
  /** Connections per second. */
  | { readonly type: 'connections'; readonly port: number; readonly count: number; readonly atOnce: number }
  /** Opens connections and keeps them; the number of kept connections. */
  | { readonly type: 'hold'; readonly port: number; readonly count: number }
  | { readonly type: 'release' }
  /** Milliseconds from `startedAt` (of the epoch) to the first byte through the port. */
  | { readonly type: 'first-byte'; readonly port: number; readonly startedAt: number }
