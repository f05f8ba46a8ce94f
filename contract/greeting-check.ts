import type { Failure } from './failure.ts'
import type { LocalForward, MailService } from './local-forward.ts'

/** The greeting of a mail server through a forward, or the failure (recipe R7). */
export type GreetingCheck =
  | {
      readonly forward: LocalForward
      readonly ok: true
      /** Printable text of the first line; for a TLS port, the protocol version and the certificate's subject. */
      readonly greeting: string
      readonly recognised: MailService | 'unknown'
    }
  | { readonly forward: LocalForward; readonly ok: false; readonly failure: Failure }
