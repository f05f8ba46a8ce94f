import type { FoundMailService } from '../../contract/found-mail-service.ts'
import { isSameMachine, type PresetService } from '../../contract/local-forward.ts'
import { mailPresets } from './presets.ts'

/** A mail port and its answer. */
export type AskedService = Pick<FoundMailService, 'service' | 'destinationHost' | 'destinationPort' | 'answer'>
export type ChosenService = Omit<FoundMailService, 'proposedPort'>

/**
 * The protection between the SSH server and the mail server. Only TLS from the first byte counts as TLS: the mail client may skip STARTTLS,
 * and an attacker in between can remove the server's offer of it (RFC 8314 section 3).
 */
const lastLegOf = ({ service, destinationHost }: AskedService, sshServer: string): ChosenService['lastLeg'] => {
  if (isSameMachine(destinationHost, sshServer)) return 'same-machine'
  return mailPresets[service].tls ? 'tls' : 'open'
}

const fetching: readonly PresetService[] = ['imap', 'imaps', 'pop3', 'pop3s']
// Port 25 is for mail between servers: many servers accept no person's mail there.
const sending: readonly PresetService[] = ['submission', 'submissions', 'smtp']

const protocolRank = (service: PresetService): number => {
  const { protocol } = mailPresets[service]
  if (protocol === 'imap') return 0
  return service === 'smtp' ? 2 : 1
}

/** Ranks compare field by field; the lower number is better. */
const rankOf = ({ service, lastLeg }: ChosenService): readonly number[] => [
  protocolRank(service),
  lastLeg === 'same-machine' ? 0 : 1,
  // Within one machine TLS adds only a question about a certificate for another name. Between two machines TLS protects the last leg.
  mailPresets[service].tls === (lastLeg !== 'same-machine') ? 0 : 1,
]

const isBetter = (one: readonly number[], other: readonly number[]): boolean => {
  const index = one.findIndex((rank, place) => rank !== other[place])
  return index !== -1 && (one[index] ?? 0) < (other[index] ?? 0)
}

const bestOf = (services: readonly ChosenService[], wanted: readonly PresetService[]): ChosenService | undefined =>
  services
    .filter(({ service, answer }) => answer.ok && wanted.includes(service))
    .reduce<ChosenService | undefined>(
      (best, next) => (best === undefined || isBetter(rankOf(next), rankOf(best)) ? next : best),
      undefined,
    )

/**
 * Adds to each port how its last leg is protected and whether it fits. Of the ports that answered, one fits to fetch mail (IMAP before POP3)
 * and one to send it (submission before port 25). The SSH server itself comes before another machine. On the SSH server a port without TLS
 * is preferred, on another machine one with TLS. The first of equal ports wins. `sshServer` is the host of the account.
 */
export const chooseServices = (asked: readonly AskedService[], sshServer: string): readonly ChosenService[] => {
  const services = asked.map((service) => ({ ...service, lastLeg: lastLegOf(service, sshServer), fits: false }))
  const chosen = [bestOf(services, fetching), bestOf(services, sending)]
  return services.map((service) => ({ ...service, fits: chosen.includes(service) }))
}
