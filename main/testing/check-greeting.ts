import { certificateRefused } from '../mail/certificates/certificate-failure.ts'
import { createCheckCertificate } from '../mail/check-certificate.ts'
import { createCheckGreeting, type CheckGreeting } from '../mail/greeting-check.ts'
import { encryptMail } from '../mail/mail-tls/encrypt-mail.ts'

/** A greeting check without pins: where Postern brings TLS, it refuses what does not verify by `roots` (in PEM). */
export const checkGreetingFor = (roots: readonly string[], timeoutMs = 5000): CheckGreeting =>
  createCheckGreeting({
    encryptMail,
    checkCertificate: createCheckCertificate({
      judgeCertificate: (_account, { destinationHost, destinationPort }) =>
        Promise.resolve((seen) =>
          seen.faults.length === 0 ? undefined : certificateRefused(`${destinationHost}:${destinationPort}`, seen),
        ),
      roots: () => Promise.resolve(roots),
    }),
    timeoutMs,
  })
