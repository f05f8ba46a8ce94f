import type { StreamCounters } from './stream-counters.ts'

/** What can be seen of a connection without touching it. */
export interface ConnectionCounters extends StreamCounters {
  /** Packets that answered us, or carried data of our channels. */
  readonly useful: number
}

export interface LivenessOptions {
  readonly keepaliveMs: number
  readonly keepaliveTimeoutMs: number
}

export interface Silence {
  readonly counters: ConnectionCounters
  /** How long, in ms, the peer has given no sign of life. */
  readonly ms: number
  /** How long it has done nothing that it was asked for. */
  readonly uselessMs: number
}

/**
 * The silence after `elapsedMs` more of watching, none where the link moved.
 *
 * Any byte from the peer is a sign of life, whichever packet it belongs to: on a busy slow link the answer to a keepalive stands in
 * line behind seconds of data, and ssh2's own count of unanswered keepalives drops such a link while data flows. So is a backlog that
 * the kernel goes on taking: our keepalive is then still in that line, and the peer has not been asked yet. (A write that found no
 * backlog is none: the kernel takes it for a peer that is long gone.)
 *
 * SECURITY: bytes alone count for some time only. A server that sends SSH_MSG_IGNORE for ever, or a packet a byte at a time, would be alive
 * while no mail flows.
 *
 * `elapsedMs` counts at most `longestStepMs`, so that time in which this process did not run, as in a sleep of the machine, is not held
 * against the peer.
 */
export const silenceAfter = (before: Silence, now: ConnectionCounters, elapsedMs: number, longestStepMs: number): Silence => {
  const received = now.received !== before.counters.received
  const drained = (before.counters.waiting > 0 && now.taken > before.counters.taken) || now.queued < before.counters.queued
  const isUseful = drained || now.useful !== before.counters.useful
  const stepMs = Math.min(elapsedMs, longestStepMs)
  return {
    counters: now,
    ms: received || drained ? 0 : before.ms + stepMs,
    uselessMs: isUseful ? 0 : before.uselessMs + stepMs,
  }
}

/** How many times longer a peer may send bytes that bring nothing. A packet of 32 KiB takes two minutes at 270 bytes a second. */
const uselessTimes = 4

/**
 * Watches a link and calls `onDead` once, when no sign of life came for `keepaliveTimeoutMs` after a keepalive was due. ssh2 sends the
 * keepalives, one each `keepaliveMs`; it is told never to judge by them. Returns the function that stops the watch.
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
