import type { FoundMailService } from '../../contract/found-mail-service.ts'
import { isSameMachine, type PresetService } from '../../contract/local-forward.ts'
import { proposeMailTls } from '../../contract/propose-mail-tls.ts'
import { mailPresets } from './presets.ts'

/** A mail port, its answer, and what the server told. */
export type AskedService = Pick<FoundMailService, 'service' | 'destinationHost' | 'destinationPort' | 'answer' | 'facts'>
export type ChosenService = Omit<FoundMailService, 'proposedPort'>

/** Adds the encryption that Postern should bring, and the protection between the SSH server and the mail server with it. */
const withProtection = (asked: AskedService, sshServer: string): Omit<ChosenService, 'fits'> => {
  const mailTls = proposeMailTls(asked, sshServer, asked.facts)
  if (isSameMachine(asked.destinationHost, sshServer)) return { ...asked, mailTls, lastLeg: 'same-machine' }
  return { ...asked, mailTls, lastLeg: mailTls === 'none' ? 'open' : 'tls' }
}

const fetching: readonly PresetService[] = ['imap', 'imaps', 'pop3', 'pop3s']
// Port 25 is for mail between servers: many servers accept no person's mail there.
const sending: readonly PresetService[] = ['submission', 'submissions', 'smtp']

const protocolRank = (service: PresetService): number => {
  const { protocol } = mailPresets[service]
  if (protocol === 'imap') return 0
  return service === 'smtp' ? 2 : 1
}

/** Within one machine a port that needs no TLS is simplest. Between two machines nobody can take TLS from the first byte away (RFC 8314 section 3). */
const encryptionRank = ({ service, lastLeg, mailTls, facts }: ChosenService): number => {
  const { tls } = mailPresets[service]
  if (lastLeg !== 'same-machine') return tls ? 0 : mailTls === 'none' ? 2 : 1
  if (tls) return 1
  // A server that accepts no password without TLS and offers none is of no use.
  return mailTls === 'none' && service !== 'smtp' && facts?.plainLogIn === false ? 2 : 0
}

/** Ranks compare field by field; the lower number is better. */
const rankOf = (service: ChosenService): readonly number[] => [
  protocolRank(service.service),
  service.lastLeg === 'same-machine' ? 0 : 1,
  encryptionRank(service),
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
 * Adds to each port the encryption that Postern should bring, how its last leg is protected then, and whether it fits. Of the ports that answered, one fits to fetch mail (IMAP before POP3)
 * and one to send it (submission before port 25). The SSH server itself comes before another machine. On the SSH server a port without TLS
 * is preferred, on another machine one with TLS. The first of equal ports wins. `sshServer` is the host of the account.
 */
export const chooseServices = (asked: readonly AskedService[], sshServer: string): readonly ChosenService[] => {
  const services = asked.map((service) => ({ ...withProtection(service, sshServer), fits: false }))
  const chosen = [bestOf(services, fetching), bestOf(services, sending)]
  return services.map((service) => ({ ...service, fits: chosen.includes(service) }))
}
