import type { StreamCounters } from './stream-counters.ts'

/** Counters of a connection, read without touching it. */
export interface ConnectionCounters extends StreamCounters {
  /** The number of packets that answered a request or carried data of a channel. */
  readonly useful: number
}

export interface LivenessOptions {
  readonly keepaliveMs: number
  readonly keepaliveTimeoutMs: number
}

export interface Silence {
  readonly counters: ConnectionCounters
  /** The time without a sign of life from the peer, in ms. */
  readonly ms: number
  /** The time without a useful packet from the peer, in ms. */
  readonly uselessMs: number
}

/**
 * The silence after `elapsedMs` more; zero if the connection moved.
 *
 * Any byte from the peer is a sign of life, whichever packet it belongs to. On a busy slow network seconds of data precede the answer to a
 * keepalive, and ssh2's own count of unanswered keepalives ends such a connection while data flows. A backlog that the kernel goes on
 * sending is a sign too, because our keepalive is still in it and has not reached the peer. (A write without a backlog is no sign: the
 * kernel accepts it even if the peer is long gone.)
 *
 * SECURITY: bytes alone count only for some time. Otherwise a server that sends SSH_MSG_IGNORE for ever, or a packet a byte at a time,
 * would count as alive while no mail flows.
 *
 * `elapsedMs` counts at most `longestStepMs`, so that time in which this process did not run, as in a sleep of the machine, is no silence
 * of the peer.
 */
export const silenceAfter = (before: Silence, now: ConnectionCounters, elapsedMs: number, longestStepMs: number): Silence => {
  const received = now.received !== before.counters.received
  const drained = (before.counters.waiting > 0 && now.sent > before.counters.sent) || now.queued < before.counters.queued
  const isUseful = drained || now.useful !== before.counters.useful
  const stepMs = Math.min(elapsedMs, longestStepMs)
  return {
    counters: now,
    ms: received || drained ? 0 : before.ms + stepMs,
    uselessMs: isUseful ? 0 : before.uselessMs + stepMs,
  }
}

/** How many times longer a peer may send useless bytes. A packet of 32 KiB takes two minutes at 270 bytes a second. */
const uselessTimes = 4

/**
 * Watches a connection and calls `onDead` once, when no sign of life came for `keepaliveTimeoutMs` after a keepalive was due. ssh2 sends a
 * keepalive each `keepaliveMs`, and is set never to judge by them. Returns the function that stops the watch.
 */
export const watchLiveness = (
  read: () => ConnectionCounters,
  options: LivenessOptions,
  onDead: (silentMs: number) => void,
): (() => void) => {
  const limitMs = options.keepaliveMs + options.keepaliveTimeoutMs
  const stepMs = Math.max(10, Math.min(1000, limitMs / 10))
  let silence: Silence = { counters: read(), ms: 0, uselessMs: 0 }
  let lookedAt = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    silence = silenceAfter(silence, read(), now - lookedAt, 2 * stepMs)
    lookedAt = now
    if (silence.ms < limitMs && silence.uselessMs < uselessTimes * limitMs) return
    clearInterval(timer)
    onDead(Math.max(silence.ms, silence.uselessMs))
  }, stepMs)
  return () => clearInterval(timer)
}
