import { certificateReason } from '../../../contract/certificate-reason.ts'
import type { Failure } from '../../../contract/failure.ts'
import type { PinnedCertificate } from '../../../contract/mail-tls.ts'
import type { SeenCertificate } from '../mail-tls/mail-tls.ts'

/** The failure for a certificate that nobody stands for. `destination` is `host:port`. */
export const certificateRefused = (
  destination: string,
  { name, certificate, faults }: SeenCertificate,
): Extract<Failure, { readonly code: 'certificate-refused' }> => ({
  code: 'certificate-refused',
  destination,
  name,
  certificate,
  faults: [...faults],
  // Only one with a fault is refused, so the list is never empty.
  ...certificateReason(faults[0] ?? 'not-acceptable', certificate),
})

export const certificateChanged = (
  destination: string,
  { name, certificate }: SeenCertificate,
  { certificate: pinned, pinnedAt }: Pick<PinnedCertificate, 'certificate' | 'pinnedAt'>,
): Failure => ({ code: 'certificate-changed', destination, name, certificate, pinned, pinnedAt })
