import { z } from 'zod'
import type { TunnelStatus } from '../../../contract/tunnel-state.ts'

/** One line of JSON that an asker sends. */
export const ControlRequestSchema = z.object({ token: z.string().max(128), request: z.literal('status') })
export type ControlRequest = z.infer<typeof ControlRequestSchema>

/** One line of JSON in answer. It comes from a process of the same person that showed the token of the run folder. */
export interface ControlAnswer {
  readonly tunnels: readonly TunnelStatus[]
}

/** The longest request; an asker that sends more is cut off. */
export const maxRequestBytes = 4096
export const controlTimeoutMs = 2000
