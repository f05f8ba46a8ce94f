import type { Duplex } from 'node:stream'
import type { Failure } from '../../../contract/failure.ts'
import type { Certificate, CertificateFault, MailTls } from '../../../contract/mail-tls.ts'
import type { MailPreset } from '../presets.ts'

/** The certificate that a mail server has shown and proved, and what is wrong with it for `name`. */
export interface SeenCertificate {
  readonly name: string
  readonly certificate: Certificate
  /** Empty for one that verifies: by an authority that this computer trusts, in time, for `name`. */
  readonly faults: readonly CertificateFault[]
}

/** Asked once, at the end of the handshake and before a byte of mail. Returns the failure that ends the connection; undefined to go on. */
export type JudgeCertificate = (seen: SeenCertificate) => Failure | undefined

export interface MailTlsOptions {
  readonly mode: Exclude<MailTls, 'none'>
  readonly protocol: MailPreset['protocol']
  /** `host:port`, for failures. */
  readonly destination: string
  /** The name that the certificate must have; sent as the server name, unless it is an IP address (RFC 6066 section 3). */
  readonly name: string
  readonly judge: JudgeCertificate
  /** Certificates of the authorities that count, in PEM; undefined for Node's own. The same array each time, since reading them costs much. */
  readonly roots?: readonly string[] | undefined
  /** For all of it: greeting, STARTTLS and the handshake, in ms. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal
}

/**
 * Brings TLS to the mail server at the other end of `channel`. Resolves to the stream for the mail client: with STARTTLS it begins with the
 * greeting, without the capabilities of before. Rejects with FailureError, and `channel` is then destroyed; never goes on in plain.
 */
export type EncryptMail = (channel: Duplex, options: MailTlsOptions) => Promise<Duplex>
