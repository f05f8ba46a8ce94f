import type { FoundMailService } from '../../contract/found-mail-service.ts'
import { isSameMachine, type PresetService } from '../../contract/local-forward.ts'
import { mailPresets } from './presets.ts'

/** A mail port and what it answered. */
export type AskedService = Pick<FoundMailService, 'service' | 'destinationHost' | 'destinationPort' | 'answer'>
export type ChosenService = Omit<FoundMailService, 'proposedPort'>

/**
 * The way from the SSH server to the mail server. Only TLS from the first byte counts as TLS: whether STARTTLS is used is the mail client's
 * choice, and whoever stands in between could take the offer away (RFC 8314 section 3).
 */
const lastLegOf = ({ service, destinationHost }: AskedService, sshServer: string): ChosenService['lastLeg'] => {
  if (isSameMachine(destinationHost, sshServer)) return 'same-machine'
  return mailPresets[service].tls ? 'tls' : 'open'
}

const fetching: readonly PresetService[] = ['imap', 'imaps', 'pop3', 'pop3s']
// Port 25 is between servers: many take no mail of a person there.
const sending: readonly PresetService[] = ['submission', 'submissions', 'smtp']

const protocolRank = (service: PresetService): number => {
  const { protocol } = mailPresets[service]
  if (protocol === 'imap') return 0
  return service === 'smtp' ? 2 : 1
}

/** Less is better, field by field. */
const rankOf = ({ service, lastLeg }: ChosenService): readonly number[] => [
  protocolRank(service),
  lastLeg === 'same-machine' ? 0 : 1,
  // Within one machine a certificate for another name would only be in the way; between two, TLS is what protects the last leg.
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
 * Says of each port how its last leg is protected and whether it fits: of those that answered, one to fetch mail (IMAP before POP3) and one to
 * send it (submission before port 25), on the SSH server itself before another machine, without TLS on the one and with it on the other. Of
 * equals the first is taken. `sshServer` is the host of the account.
 */
export const chooseServices = (asked: readonly AskedService[], sshServer: string): readonly ChosenService[] => {
  const services = asked.map((service) => ({ ...service, lastLeg: lastLegOf(service, sshServer), fits: false }))
  const chosen = [bestOf(services, fetching), bestOf(services, sending)]
  return services.map((service) => ({ ...service, fits: chosen.includes(service) }))
}
