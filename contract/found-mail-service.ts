import type { Failure } from './failure.ts'
import type { PresetService } from './local-forward.ts'

/** The result of checking one mail port through the connection. */
export interface FoundMailService {
  readonly service: PresetService
  /** As the SSH server sees it; `localhost` is the SSH server itself. */
  readonly destinationHost: string
  readonly destinationPort: number
  readonly answer: { readonly ok: true; readonly greeting: string } | { readonly ok: false; readonly failure: Failure }
  /** The protection from the SSH server to the mail server: within one machine, by the mail client's own TLS, or not at all. */
  readonly lastLeg: 'same-machine' | 'tls' | 'open'
  /** Whether the person most likely wants this port: one fits to fetch mail, one to send it. */
  readonly fits: boolean
  /** A local port that no other account uses and no program of this computer has bound. */
  readonly proposedPort: number
}
