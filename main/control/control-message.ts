import { z } from 'zod'
import { FailureSchema, type Failure } from '../../contract/failure.ts'
import type { GreetingCheck } from '../../contract/greeting-check.ts'
import { LingerSecondsSchema } from '../../contract/linger.ts'
import type { ForwardStatus, TunnelStatus } from '../../contract/tunnel-state.ts'

const account = z.uuid()

/** The requests that one process of Postern may send to another of the same person. */
export const ControlRequestSchema = z.discriminatedUnion('request', [
  z.object({ request: z.literal('status') }),
  z.object({ request: z.literal('up'), account, lingerSeconds: LingerSecondsSchema.optional() }),
  z.object({ request: z.literal('down'), account }),
  z.object({ request: z.literal('check'), account }),
])
export type ControlRequest = z.infer<typeof ControlRequestSchema>
export type ControlRequestName = ControlRequest['request']

/** One line of JSON from an asker: the token of the run folder, and the request. */
export const ControlLineSchema = z.object({ token: z.string().max(128), asked: ControlRequestSchema })
export type ControlLine = z.infer<typeof ControlLineSchema>

/** The answer to each request that succeeds. */
export interface ControlResults {
  /** Every tunnel of the process. */
  readonly status: { readonly tunnels: readonly TunnelStatus[] }
  /** Ports are bound and SSH is connected, or the account waits for a mail client to call. */
  readonly up: { readonly forwards: readonly ForwardStatus[] }
  /** `wasUp` says whether there was a tunnel to end. */
  readonly down: { readonly wasUp: boolean }
  readonly check: { readonly checks: readonly GreetingCheck[] }
}

export type ControlAnswer<Name extends ControlRequestName = ControlRequestName> =
  ({ readonly ok: true } & ControlResults[Name]) | { readonly ok: false; readonly failure: Failure }

/** One line of JSON in answer. It comes from the process that wrote the token, of the same person, so its content is trusted. */
export const ControlAnswerSchema = z.union([
  z.looseObject({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), failure: FailureSchema }),
])

/** The longest request; an asker that sends more is cut off. */
export const maxRequestBytes = 4096

/** How long connecting, sending a request and answering `status` may take. */
export const promptMs = 5000

/**
 * How long `up` waits for a tunnel to be ready: through several retries, and long enough for a person to type a passphrase. Then it answers
 * with the failure of the last try.
 */
export const readyWithinMs = 120_000

/** How long an answer other than `status` may take: a little longer than `up` takes at most. */
export const longestAnswerMs = readyWithinMs + 10_000
