import { mailUserOf, type Account } from '../../../contract/account.ts'
import type { GuideLack } from '../../../contract/guide.ts'
import { isSameMachine, type LocalForward, type PresetService } from '../../../contract/local-forward.ts'
import { isPresetService, mailPresets } from '../presets.ts'

/** How a mail client is to speak at a local port: plain, plain and then STARTTLS, or TLS from the first byte. */
export type Security = 'none' | 'starttls' | 'tls'

/** One local port as a mail client is told of it. */
export interface MailPort {
  readonly protocol: 'imap' | 'pop3' | 'smtp'
  readonly host: LocalForward['bindAddress']
  readonly port: number
  readonly security: Security
  /** Undefined where the server takes mail without a log-in. */
  readonly user: string | undefined
  /** Where the forward leads, which is whom a certificate names. */
  readonly destinationHost: string
  /** Whether the mail server runs on the SSH server, whose host key has proved which machine that is. */
  readonly isOnSshServer: boolean
}

/** What of an account a mail client needs to know. */
export interface MailSettings {
  /** A name for sections and folders: small letters, digits and dashes, beginning with a letter. */
  readonly name: string
  readonly account: Account
  readonly incoming: MailPort | undefined
  readonly outgoing: MailPort | undefined
}

/** What a mail client can do, the likeliest first. An empty list is what it leaves to other programs. */
export interface MailAbilities {
  readonly incoming: readonly ('imap' | 'pop3')[]
  readonly sends: boolean
  /** Some speak TLS from the first byte only. */
  readonly startTls?: false
}

/**
 * Inside the tunnel a plain port needs no TLS of its own: the leg is loopback, SSH, loopback. Two cases do:
 * - submission, since servers take a password there only after STARTTLS (RFC 8314 section 3.3, RFC 4954 section 4), however near the client is;
 * - a mail server beyond the SSH server, where the last leg is in the clear and a password with it.
 *
 * Port 25 has no password to protect, and certificates that mostly fit no name: what goes there is as readable as mail ever is between servers.
 */
const securityOf = (service: PresetService, isNear: boolean): Security => {
  if (mailPresets[service].tls) return 'tls'
  if (service === 'smtp') return 'none'
  return service === 'submission' || !isNear ? 'starttls' : 'none'
}

const mailPort = (account: Account, forward: LocalForward, service: PresetService): MailPort => {
  const isNear = isSameMachine(forward.destinationHost, account.host)
  return {
    protocol: mailPresets[service].protocol,
    host: forward.bindAddress,
    port: forward.bindPort,
    security: securityOf(service, isNear),
    // A server takes mail at port 25 from the client's own machine as from a neighbour; who has to log in does so at submission.
    user: service === 'smtp' ? undefined : mailUserOf(account),
    destinationHost: forward.destinationHost,
    isOnSshServer: isNear,
  }
}

/** The first enabled forward of the services, in their order. */
const firstOf = (account: Account, services: readonly PresetService[]): MailPort | undefined => {
  for (const service of services) {
    const forward = account.forwards.find((candidate) => candidate.enabled && candidate.service === service)
    if (forward !== undefined && isPresetService(forward.service)) return mailPort(account, forward, forward.service)
  }
  return undefined
}

/** The plain port where the whole way is protected, else the one with TLS, which asks questions about certificates. */
const bestIncoming = (account: Account, protocols: MailAbilities['incoming']): MailPort | undefined => {
  for (const protocol of protocols) {
    const [plain, tls] = [firstOf(account, [protocol]), firstOf(account, [`${protocol}s`])]
    const best = plain?.isOnSshServer === true ? plain : (tls ?? plain)
    if (best !== undefined) return best
  }
  return undefined
}

const withoutStartTls = (port: MailPort | undefined): MailPort | undefined =>
  port?.security === 'starttls' ? { ...port, security: 'none' } : port

const sectionName = (accountName: string): string =>
  `postern-${accountName
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')}`.replace(/-$/, '')

/** Which of the account's enabled mail ports the client is to use, and how. */
export const mailSettings = (account: Account, { incoming, sends, startTls }: MailAbilities): MailSettings => {
  const ends = {
    incoming: bestIncoming(account, incoming),
    outgoing: sends ? firstOf(account, ['submission', 'submissions', 'smtp']) : undefined,
  }
  const { incoming: fetch, outgoing: send } = ends
  return {
    name: sectionName(account.name),
    account,
    incoming: startTls === false ? withoutStartTls(fetch) : fetch,
    outgoing: startTls === false ? withoutStartTls(send) : send,
  }
}

/** What the client could do and the account has nothing for. */
export const lacksOf = ({ account, incoming, outgoing }: MailSettings, abilities: MailAbilities): readonly GuideLack[] => [
  ...(abilities.incoming.length > 0 && incoming === undefined ? (['incoming'] as const) : []),
  ...(abilities.sends && outgoing === undefined ? (['outgoing'] as const) : []),
  ...(abilities.sends && account.mailAddress === undefined ? (['mail-address'] as const) : []),
]

/** The host of a URL: an IPv6 address stands in brackets there (RFC 3986 section 3.2.2). */
export const urlHost = ({ host }: MailPort): string => (host.includes(':') ? `[${host}]` : host)
