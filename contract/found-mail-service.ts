import type { Failure } from './failure.ts'
import type { PresetService } from './local-forward.ts'

/** What Postern found at one mail port when it asked through the connection. */
export interface FoundMailService {
  readonly service: PresetService
  /** As the SSH server sees it; `localhost` is the SSH server itself. */
  readonly destinationHost: string
  readonly destinationPort: number
  readonly answer: { readonly ok: true; readonly greeting: string } | { readonly ok: false; readonly failure: Failure }
  /** From the SSH server to the mail server: within one machine, protected by TLS of the mail client's own, or readable by others. */
  readonly lastLeg: 'same-machine' | 'tls' | 'open'
  /** Whether it is what this person most likely wants: one way to fetch, one to send. */
  readonly fits: boolean
  /** A local port that no account has and nothing on this computer holds. */
  readonly proposedPort: number
}
