import type { Certificate, CertificateFault, MailDestination } from '../../contract/mail-tls.ts'
import type { SeenCertificate } from '../mail/mail-tls/mail-tls.ts'

/** A certificate whose key and fingerprint follow from two letters or digits each. */
export const sampleCertificate = (key = 'AA', print = key): Certificate => ({
  subject: 'mail.example.org',
  issuer: 'mail.example.org',
  names: ['mail.example.org'],
  validFrom: '2026-01-01T00:00:00.000Z',
  validTo: '2036-01-01T00:00:00.000Z',
  fingerprint: Array.from({ length: 32 }, () => print).join(':'),
  keyPin: `${key}${'A'.repeat(41)}=`,
})

export const seenSample = (
  faults: readonly CertificateFault[] = ['self-signed'],
  certificate: Certificate = sampleCertificate(),
): SeenCertificate => ({ name: 'mail.example.org', certificate, faults })

export const sampleDestination: MailDestination = { sshHost: 'ssh.example.org', sshPort: 22, host: 'mail.example.org', port: 993 }
