import type { Certificate, CertificateFault, MailDestination, PinnedCertificate } from '../../../contract/mail-tls.ts'
import type { SeenCertificate } from '../mail-tls/mail-tls.ts'

/** What the pins say of a certificate. One that verifies is `verified`, whether or not a pin is there. */
export type CertificateVerdict =
  | { readonly verdict: 'verified' }
  /** Its key is the pinned one. `isExpired` is a warning, and no refusal. */
  | { readonly verdict: 'pinned'; readonly isExpired: boolean }
  | { readonly verdict: 'unknown'; readonly faults: readonly CertificateFault[] }
  | { readonly verdict: 'changed'; readonly pinned: PinnedCertificate }

/** Pins of certificates that do not verify. What verifies is never pinned. */
export interface CertificateTrust {
  /**
   * Reads the pins and returns a synchronous judge for one mail server, which also knows what this process has written since. The last certificate
   * that it found `unknown` or `changed` is kept in memory for `replace`. Rejects with the failures of the file.
   */
  readonly judgeFor: (destination: MailDestination) => Promise<(seen: SeenCertificate) => CertificateVerdict>
  readonly list: () => Promise<readonly PinnedCertificate[]>
  /** Writes the pin. Changes nothing where the destination has a pin already; resolves to whether it was written. */
  readonly pin: (destination: MailDestination, seen: SeenCertificate, by: PinnedCertificate['by']) => Promise<boolean>
  /** Removes the pin. Rejects `certificate-not-found`. */
  readonly remove: (destination: MailDestination) => Promise<void>
  /**
   * Pins the certificate that was found `unknown` or `changed` last, in place of an older pin, if `fingerprint` is that one's. Rejects
   * `certificate-not-refused`.
   */
  readonly replace: (destination: MailDestination, fingerprint: Certificate['fingerprint']) => Promise<void>
}
