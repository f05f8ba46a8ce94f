import type { Failure } from '../../contract/failure.ts'
import type { LocalForward, MailService } from '../../contract/local-forward.ts'
import type { Connection } from '../ssh/connection.ts'

/** What a mail server said first through a forward (recipe R7). */
export type GreetingCheck =
  | {
      readonly forward: LocalForward
      readonly ok: true
      /** Printable text of the first line; for a TLS port, the protocol version and the certificate's subject. */
      readonly greeting: string
      readonly recognised: MailService | 'unknown'
    }
  | { readonly forward: LocalForward; readonly ok: false; readonly failure: Failure }

/** Reads the greeting behind a forward over `connection`: at most 4 KiB within 5 s. Never rejects for a mail server's fault. */
export type CheckGreeting = (connection: Connection, forward: LocalForward) => Promise<GreetingCheck>
