import { certificateReason } from '../../../../contract/certificate-reason.ts'
import type { Certificate, CertificateFault } from '../../../../contract/mail-tls.ts'
import { reasonWords } from '../../../../words/failure-text.ts'
import { printable } from '../../../../words/printable.ts'
import type { Translate } from '../../../../words/translate.ts'

/** A certificate in pairs of a name and a value, and why it does not verify. */
export const certificatePairs = (
  t: Translate,
  { subject, names, issuer, validFrom, validTo, fingerprint }: Certificate,
): readonly (readonly [string, string])[] => [
  [t('certificates.fact.subject'), printable(subject)],
  ...(names.length === 0 ? [] : [[t('certificates.fact.names'), names.map(printable).join(', ')] as const]),
  [t('certificates.fact.issuer'), printable(issuer)],
  [t('certificates.fact.valid'), t('certificates.fact.validDates', { from: validFrom, to: validTo })],
  [t('certificates.fact.fingerprint'), fingerprint],
]

/** Why a certificate does not verify, one fault a line, the most serious one first. */
export const faultLines = (t: Translate, certificate: Certificate, faults: readonly CertificateFault[]): readonly string[] =>
  faults.map((fault) => reasonWords(t, certificateReason(fault, certificate)))
