import type { CertificateTrust } from '../mail/certificates/certificate-trust.ts'
import type { RequestHandlers } from './request-handlers.ts'

type CertificateHandlers = Pick<RequestHandlers, 'listCertificates' | 'removeCertificate' | 'replaceCertificate'>

export const certificateRequests = (trust: Pick<CertificateTrust, 'list' | 'remove' | 'replace'>): CertificateHandlers => ({
  listCertificates: () => trust.list(),
  removeCertificate: async ({ destination }) => {
    await trust.remove(destination)
    return null
  },
  replaceCertificate: async ({ destination, fingerprint }) => {
    await trust.replace(destination, fingerprint)
    return null
  },
})
