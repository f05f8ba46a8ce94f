import type { Failure } from './failure.ts'
import type { LocalForward, MailService } from './local-forward.ts'
import type { Certificate, MailServerFacts } from './mail-tls.ts'

/** The greeting of a mail server through a forward, or the failure (recipe R7). */
export type GreetingCheck =
  | {
      readonly forward: LocalForward
      readonly ok: true
      /** Printable text of the first line. */
      readonly greeting: string
      readonly recognised: MailService | 'unknown'
      /** Only of a port that begins in plain text, where the server told them. */
      readonly facts?: MailServerFacts
      /** Of a port with TLS from the first byte, or where Postern brings TLS. */
      readonly certificate?: Certificate
      /** A certificate that the mail app, or soon Postern, will refuse, although the tunnel is whole. */
      readonly advice?: Extract<Failure, { readonly code: 'certificate-refused' }>
    }
  | { readonly forward: LocalForward; readonly ok: false; readonly failure: Failure }
