import type { Failure } from './failure.ts'
import type { PresetService } from './local-forward.ts'
import type { MailServerFacts, MailTls } from './mail-tls.ts'

/** The result of checking one mail port through the connection. */
export interface FoundMailService {
  readonly service: PresetService
  /** As the SSH server sees it; `localhost` is the SSH server itself. */
  readonly destinationHost: string
  readonly destinationPort: number
  readonly answer: { readonly ok: true; readonly greeting: string } | { readonly ok: false; readonly failure: Failure }
  /** Only of a port that begins in plain text, where the server told them. */
  readonly facts?: MailServerFacts
  /** The encryption that Postern should bring to the mail server. */
  readonly mailTls: MailTls
  /** The protection from the SSH server to the mail server, with that encryption: within one machine, by TLS, or not at all. */
  readonly lastLeg: 'same-machine' | 'tls' | 'open'
  /** Whether the person most likely wants this port: one fits to fetch mail, one to send it. */
  readonly fits: boolean
  /** A local port that no other account uses and no program of this computer has bound. */
  readonly proposedPort: number
}
