import type { Account } from '../../contract/account.ts'
import type { Failure } from '../../contract/failure.ts'
import type { MailDestination } from '../../contract/mail-tls.ts'
import type { TunnelStatus } from '../../contract/tunnel-state.ts'

export type CertificateFailure = Extract<Failure, { code: 'certificate-refused' | 'certificate-changed' }>

export interface RefusedCertificate {
  readonly failure: CertificateFailure
  /** Every mail server of the account that showed this certificate: most show one at all their ports. */
  readonly destinations: readonly MailDestination[]
}

const isOfCertificate = (failure: Failure | undefined): failure is CertificateFailure =>
  failure?.code === 'certificate-refused' || failure?.code === 'certificate-changed'

/** The first certificate that a forward of the account refused, the changed ones before those that were never trusted; undefined where there is none. */
export const refusedCertificateOf = (account: Account, tunnel: TunnelStatus | undefined): RefusedCertificate | undefined => {
  const refused = (tunnel?.forwards ?? []).flatMap(({ id, failure }) => {
    const forward = account.forwards.find((one) => one.id === id)
    return forward !== undefined && isOfCertificate(failure) ? [{ forward, failure }] : []
  })
  const first = refused.find(({ failure }) => failure.code === 'certificate-changed') ?? refused[0]
  if (first === undefined) return undefined
  const { code, certificate } = first.failure
  return {
    failure: first.failure,
    destinations: refused
      .filter(({ failure }) => failure.code === code && failure.certificate.fingerprint === certificate.fingerprint)
      .map(({ forward }) => ({
        sshHost: account.host,
        sshPort: account.port,
        host: forward.destinationHost,
        port: forward.destinationPort,
      })),
  }
}
