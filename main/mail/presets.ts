import {
  mailServicePorts,
  newForwardId,
  type LocalForward,
  type MailService,
  type PresetService,
} from '../../contract/local-forward.ts'

/** The protocol on a port, and whether the port uses TLS from the first byte (RFC 8314). */
export interface MailPreset {
  readonly protocol: 'pop3' | 'imap' | 'smtp'
  readonly port: number
  readonly tls: boolean
}

/** The registered ports of the mail services (recipe R1). */
export const mailPresets: Readonly<Record<PresetService, MailPreset>> = {
  pop3: { protocol: 'pop3', port: mailServicePorts.pop3, tls: false },
  pop3s: { protocol: 'pop3', port: mailServicePorts.pop3s, tls: true },
  imap: { protocol: 'imap', port: mailServicePorts.imap, tls: false },
  imaps: { protocol: 'imap', port: mailServicePorts.imaps, tls: true },
  smtp: { protocol: 'smtp', port: mailServicePorts.smtp, tls: false },
  submission: { protocol: 'smtp', port: mailServicePorts.submission, tls: false },
  submissions: { protocol: 'smtp', port: mailServicePorts.submissions, tls: true },
}

export const isPresetService = (name: string): name is PresetService => Object.hasOwn(mailPresets, name)

/** The service whose registered port this is, or `other`. */
export const serviceOfPort = (port: number): MailService =>
  (Object.keys(mailPresets) as PresetService[]).find((service) => mailPresets[service].port === port) ?? 'other'

const highest = 65_535
const firstUnprivileged = 1024

// 110 becomes 11110, so that a person recognises the service; 2003 stays 2003.
const firstChoice = (destinationPort: number): number => (destinationPort < 1000 ? 11_000 + destinationPort : destinationPort)

/**
 * Returns a local port in the style 11110, 11143, 11025 for a destination port (recipe R2). If that is taken, adds a thousand: 12110, 13110 …
 * `taken` holds every port that is bound on this computer or wanted by another forward.
 */
export const proposeLocalPort = (destinationPort: number, taken: ReadonlySet<number>): number => {
  const isFree = (port: number): boolean => port >= firstUnprivileged && port <= highest && !taken.has(port)
  const first = firstChoice(destinationPort)
  for (let port = first; port <= highest; port += 1000) if (isFree(port)) return port
  for (let port = firstUnprivileged; port <= highest; port++) if (isFree(port)) return port
  throw new Error('every local port is taken')
}

/** A forward as a person asks for it. Postern proposes a missing local port. */
export interface WantedForward {
  readonly service: MailService
  readonly bindAddress: LocalForward['bindAddress']
  readonly bindPort?: number | undefined
  readonly destinationHost: string
  readonly destinationPort: number
}

/**
 * Returns the wanted forwards, each with a local port and an id. A forward without a port gets a proposed one that is neither in `taken` nor
 * asked for by another forward. The id is the service's name, with a number if the name is in use (`usedIds`).
 */
export const completeForwards = (
  wanted: readonly WantedForward[],
  taken: ReadonlySet<number>,
  usedIds: ReadonlySet<string> = new Set(),
): readonly LocalForward[] => {
  const ports = new Set([...taken, ...wanted.flatMap(({ bindPort }) => bindPort ?? [])])
  const ids = new Set(usedIds)
  return wanted.map((forward) => {
    const bindPort = forward.bindPort ?? proposeLocalPort(forward.destinationPort, ports)
    ports.add(bindPort)
    const id = newForwardId(forward, ids)
    ids.add(id)
    return { ...forward, id, bindPort, enabled: true, mailTls: 'none' }
  })
}
