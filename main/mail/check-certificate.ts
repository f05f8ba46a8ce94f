import type { Account } from '../../contract/account.ts'
import type { GreetingCheck } from '../../contract/greeting-check.ts'
import { isSameMachine, type LocalForward } from '../../contract/local-forward.ts'
import { hostAndPort } from '../../words/forward-words.ts'
import { certificateRefused } from './certificates/certificate-failure.ts'
import type { JudgeCertificate, MailTlsOptions, SeenCertificate } from './mail-tls/mail-tls.ts'

/** The certificate that a check has seen, and what a person should know of it although the tunnel is whole. */
export type CheckedCertificate = Pick<Extract<GreetingCheck, { ok: true }>, 'certificate' | 'advice'>

/** How a check judges the certificate of one mail server. */
export interface CertificateCheck extends Pick<MailTlsOptions, 'name' | 'roots' | 'judge'> {
  /** Empty before the handshake. */
  readonly checked: () => CheckedCertificate
}

export type CheckCertificate = (account: Account, forward: LocalForward) => Promise<CertificateCheck>

export interface CheckCertificateDependencies {
  /** Returns the judge for a mail client of this forward. */
  readonly judgeCertificate: (account: Account, forward: LocalForward) => Promise<JudgeCertificate>
  /** Certificates of the authorities that count, in PEM. */
  readonly roots: () => Promise<readonly string[]>
}

/** The name that the certificate must have. On the SSH server itself no certificate names `localhost`, so the account's host counts. */
export const certificateNameOf = (
  { host }: Pick<Account, 'host'>,
  { certificateName, destinationHost }: Pick<LocalForward, 'certificateName' | 'destinationHost'>,
): string => certificateName ?? (isSameMachine(destinationHost, host) ? host : destinationHost)

/** What a person should know of a certificate that was not refused: of any fault where the mail app meets it, and of its end where it is pinned. */
const adviceOn = ({ mailTls, ...forward }: LocalForward, seen: SeenCertificate): CheckedCertificate['advice'] => {
  const faults = mailTls === 'none' ? seen.faults : seen.faults.filter((fault) => fault === 'expired')
  return faults.length === 0
    ? undefined
    : certificateRefused(hostAndPort(forward.destinationHost, forward.destinationPort), { ...seen, faults })
}

/**
 * Creates the judge of the greeting check. Where Postern brings TLS the certificate is judged as for a mail client. Where the mail client does its
 * own TLS nothing is refused, since the tunnel is whole: a certificate that does not verify is advice.
 */
export const createCheckCertificate =
  ({ judgeCertificate, roots }: CheckCertificateDependencies): CheckCertificate =>
  async (account, forward) => {
    const judge = forward.mailTls === 'none' ? undefined : await judgeCertificate(account, forward)
    let seen: SeenCertificate | undefined
    return {
      name: certificateNameOf(account, forward),
      roots: await roots(),
      judge: (certificate) => {
        seen = certificate
        return judge?.(certificate)
      },
      checked: () => {
        if (seen === undefined) return {}
        const advice = adviceOn(forward, seen)
        return { certificate: seen.certificate, ...(advice === undefined ? {} : { advice }) }
      },
    }
  }
