import { mailUserOf, type Account } from '../../../contract/account.ts'
import type { GuideLack } from '../../../contract/guide.ts'
import { isSameMachine, type LocalForward, type PresetService } from '../../../contract/local-forward.ts'
import { isPresetService, mailPresets } from '../presets.ts'

/** The security setting for a local port: plain, plain and then STARTTLS, or TLS from the first byte. */
export type Security = 'none' | 'starttls' | 'tls'

/** One local port with the settings that a mail client needs. */
export interface MailPort {
  readonly protocol: 'imap' | 'pop3' | 'smtp'
  readonly host: LocalForward['bindAddress']
  readonly port: number
  readonly security: Security
  /** Undefined if the server accepts mail without a log-in. */
  readonly user: string | undefined
  /** The destination host of the forward, which is the name in the mail server's certificate. */
  readonly destinationHost: string
  /** Whether the mail server runs on the SSH server, whose identity the host key has proved. */
  readonly isOnSshServer: boolean
}

/** The settings of an account that a mail client needs. */
export interface MailSettings {
  /** A name for sections and folders: small letters, digits and dashes, beginning with a letter. */
  readonly name: string
  readonly account: Account
  readonly incoming: MailPort | undefined
  readonly outgoing: MailPort | undefined
}

/** The abilities of a mail client. `incoming` has the preferred protocol first, and is empty if another program fetches the mail. */
export interface MailAbilities {
  readonly incoming: readonly ('imap' | 'pop3')[]
  readonly sends: boolean
  /** False for a client that can only use TLS from the first byte. */
  readonly startTls?: false
}

/**
 * A plain port needs no TLS of its own if the whole way is loopback, SSH, loopback. Two cases need STARTTLS:
 * - submission, because servers accept a password there only after STARTTLS (RFC 8314 section 3.3, RFC 4954 section 4), even from nearby;
 * - a mail server beyond the SSH server, where the last leg would carry the password unencrypted.
 *
 * Port 25 stays plain: it carries no password, and certificates there seldom have the right name.
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
    // A mail server accepts mail on port 25 without a log-in, as from another server. A person logs in on the submission ports.
    user: service === 'smtp' ? undefined : mailUserOf(account),
    destinationHost: forward.destinationHost,
    isOnSshServer: isNear,
  }
}

/** The first enabled forward for one of the services, in the order of `services`. */
const firstOf = (account: Account, services: readonly PresetService[]): MailPort | undefined => {
  for (const service of services) {
    const forward = account.forwards.find((candidate) => candidate.enabled && candidate.service === service)
    if (forward !== undefined && isPresetService(forward.service)) return mailPort(account, forward, forward.service)
  }
  return undefined
}

/** The plain port if SSH protects the whole way, otherwise the port with TLS, with which a client may ask about certificates. */
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

/** Chooses the enabled mail ports that the client should use, and their settings. */
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

/** The settings that the client needs and the account does not have. */
export const lacksOf = ({ account, incoming, outgoing }: MailSettings, abilities: MailAbilities): readonly GuideLack[] => [
  ...(abilities.incoming.length > 0 && incoming === undefined ? (['incoming'] as const) : []),
  ...(abilities.sends && outgoing === undefined ? (['outgoing'] as const) : []),
  ...(abilities.sends && account.mailAddress === undefined ? (['mail-address'] as const) : []),
]

/** The host part of a URL, with an IPv6 address in brackets (RFC 3986 section 3.2.2). */
export const urlHost = ({ host }: MailPort): string => (host.includes(':') ? `[${host}]` : host)
