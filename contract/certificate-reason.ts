import { assertNever } from './assert-never.ts'
import type { Certificate, CertificateFault } from './mail-tls.ts'
import type { CertificateReason } from './reason.ts'

/** A fault with the values that its words need. */
export const certificateReason = (fault: CertificateFault, certificate: Certificate): CertificateReason => {
  switch (fault) {
    case 'self-signed':
    case 'issuer-missing':
    case 'not-for-servers':
    case 'not-acceptable':
      return { reason: fault }
    case 'authority-unknown':
      return { reason: fault, issuer: certificate.issuer }
    case 'expired':
      return { reason: fault, since: certificate.validTo }
    case 'not-yet-valid':
      return { reason: fault, from: certificate.validFrom }
    case 'other-name':
      return { reason: fault, names: certificate.names.length === 0 ? [certificate.subject] : certificate.names }
    default:
      return assertNever(fault)
  }
}
