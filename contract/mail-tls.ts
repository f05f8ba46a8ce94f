import { z } from 'zod'

/**
 * The encryption that Postern itself brings from the SSH server on to the mail server: none, STARTTLS (RFC 9051 section 6.2.1, RFC 2595, RFC 3207), or TLS
 * from the first byte (RFC 8314). With `none` the bytes pass unchanged, and TLS is the mail client's own affair.
 */
export const mailTlsModes = ['none', 'starttls', 'tls'] as const
export const MailTlsSchema = z.enum(mailTlsModes)
export type MailTls = z.infer<typeof MailTlsSchema>

/** The facts that a mail server told before TLS and before a log-in, kept with its forward. */
export const MailServerFactsSchema = z.object({
  /** It offers STARTTLS or STLS. */
  startTls: z.boolean(),
  /** It accepts a password without TLS: no LOGINDISABLED, a USER or SASL in CAPA, an AUTH in EHLO. */
  plainLogIn: z.boolean(),
})
export type MailServerFacts = z.infer<typeof MailServerFactsSchema>

/** A SHA-256 fingerprint of a certificate, as openssl prints it. */
export const CertificateFingerprintSchema = z.string().regex(/^[0-9A-F]{2}(?::[0-9A-F]{2}){31}$/)

/** A certificate of a mail server (RFC 5280), for a person to decide by. Text of the certificate is printable and cut to a readable length. */
export const CertificateSchema = z.object({
  /** The common name of the subject, or its whole name where it has none. */
  subject: z.string().max(300),
  issuer: z.string().max(300),
  /** DNS names and IP addresses of subjectAltName; at most 20. */
  names: z.array(z.string().max(300)).max(20),
  /** ISO 8601 in UTC. */
  validFrom: z.string(),
  validTo: z.string(),
  /** SHA-256 of the certificate, in pairs of hexadecimal digits with colons, as openssl and mail clients show it. */
  fingerprint: z.string(),
  /** SHA-256 of its SubjectPublicKeyInfo in base64 (RFC 7469 section 2.4). It stays when the certificate is renewed with the same key. */
  keyPin: z.string(),
})
export type Certificate = z.infer<typeof CertificateSchema>

/** Why a certificate does not verify. The most serious one comes first, and one certificate can have several. */
export const certificateFaults = [
  'self-signed',
  'authority-unknown',
  'issuer-missing',
  'expired',
  'not-yet-valid',
  'other-name',
  'not-for-servers',
  'not-acceptable',
] as const
export const CertificateFaultSchema = z.enum(certificateFaults)
export type CertificateFault = z.infer<typeof CertificateFaultSchema>

/** A mail server as one SSH server reaches it: `localhost` is another machine behind each of them. */
export const MailDestinationSchema = z.object({
  sshHost: z.string(),
  sshPort: z.number().int(),
  host: z.string(),
  port: z.number().int(),
})
export type MailDestination = z.infer<typeof MailDestinationSchema>

/** A certificate that does not verify, and that a person, or the host key of the SSH server, stands for. */
export const PinnedCertificateSchema = z.object({
  destination: MailDestinationSchema,
  certificate: CertificateSchema,
  faults: z.array(CertificateFaultSchema),
  /** ISO 8601 in UTC. */
  pinnedAt: z.string(),
  /** `host-key`: the mail server is the SSH server itself, so that the certificate was pinned without a question. */
  by: z.enum(['person', 'host-key']),
})
export type PinnedCertificate = z.infer<typeof PinnedCertificateSchema>
