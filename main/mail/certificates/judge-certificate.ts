import type { MailDestination, PinnedCertificate } from '../../../contract/mail-tls.ts'
import type { SeenCertificate } from '../mail-tls/mail-tls.ts'
import type { CertificateVerdict } from './certificate-trust.ts'

/** A name for a destination that is the same for the same mail server of the same SSH server. Names of hosts have no case. */
export const destinationKey = ({ sshHost, sshPort, host, port }: MailDestination): string =>
  JSON.stringify([sshHost.toLowerCase(), sshPort, host.toLowerCase(), port])

/** `host:port`, as failures and the log name a mail server. */
export const destinationName = ({ host, port }: Pick<MailDestination, 'host' | 'port'>): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`

export const isSameDestination = (one: MailDestination, other: MailDestination): boolean =>
  destinationKey(one) === destinationKey(other)

/**
 * Judges a certificate by the pins.
 *
 * - One that verifies needs no pin, and an older pin is no reason to refuse it.
 * - A pin is of the key, so a certificate that was renewed with the same key is the pinned one, also where it has another fault by now. A
 *   pinned one that has expired says so and goes on: its key is what the person, or the host key, stands for.
 * - A pin counts for its destination alone, as its SSH server reaches it.
 */
export const judgeFrom = (
  pins: readonly PinnedCertificate[],
  destination: MailDestination,
  { certificate, faults }: SeenCertificate,
): CertificateVerdict => {
  if (faults.length === 0) return { verdict: 'verified' }
  const pinned = pins.find((pin) => isSameDestination(pin.destination, destination))
  if (pinned === undefined) return { verdict: 'unknown', faults }
  return pinned.certificate.keyPin === certificate.keyPin
    ? { verdict: 'pinned', isExpired: faults.includes('expired') }
    : { verdict: 'changed', pinned }
}
