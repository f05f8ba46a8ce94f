import type { LoadKind } from './load-request.ts'

/** What the load client does on a port, and what number it gives for it. */
export type Load =
  /** Bytes per second; what came in the first `rampMs` is not counted. */
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
  /** Opens connections and keeps them; how many are kept. */
  | { readonly type: 'hold'; readonly port: number; readonly count: number }
  | { readonly type: 'release' }
  /** Milliseconds from `startedAt` (of the epoch) to the first byte through the port. */
  | { readonly type: 'first-byte'; readonly port: number; readonly startedAt: number }
