import { mailUserOf, type Account } from '../../../contract/account.ts'
import type { GuideLack } from '../../../contract/guide.ts'
import { isSameMachine, type LocalForward, type PresetService } from '../../../contract/local-forward.ts'
import { mailPresets } from '../presets.ts'

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
  /** Whether Postern brings TLS to the mail server and checks its certificate, so that the local port is plain. */
  readonly isEncryptedByPostern: boolean
  /** Whether the mail server has told what it offers and accepts. */
  readonly isKnown: boolean
}

/** The settings of an account that a mail client needs. */
export interface MailSettings {
  /** A name for sections and folders: small letters, digits and dashes, beginning with a letter. */
  readonly name: string
  readonly account: Account
  readonly incoming: MailPort | undefined
  readonly outgoing: MailPort | undefined
  /** The directions for which the account has ports that this client could use only if Postern brought the TLS. */
  readonly needsMailTls: readonly ('incoming' | 'outgoing')[]
}

/** The abilities of a mail client. `incoming` has the preferred protocol first, and is empty if another program fetches the mail. */
export interface MailAbilities {
  readonly incoming: readonly ('imap' | 'pop3')[]
  readonly sends: boolean
  /** The settings that it can use at a local port; all of them unless given. A client that cannot be told the certificate's name has only `none`. */
  readonly securities?: readonly Security[]
}

/**
 * A plain port needs no TLS of its own if the whole way is protected: by SSH and then loopback, or by SSH and then Postern's TLS. Otherwise
 * the facts of the mail server decide. Without facts, two cases need STARTTLS:
 * - submission, because servers accept a password there only after STARTTLS (RFC 8314 section 3.3, RFC 4954 section 4), even from nearby;
 * - a mail server beyond the SSH server, where the last leg would carry the password unencrypted.
 *
 * Port 25 stays plain: it carries no password, and certificates there seldom have the right name.
 */
const securityOf = ({ mailTls, mailServer }: LocalForward, service: PresetService, isNear: boolean): Security => {
  if (mailTls !== 'none') return 'none'
  if (mailPresets[service].tls) return 'tls'
  if (service === 'smtp') return 'none'
  if (mailServer === undefined) return service === 'submission' || !isNear ? 'starttls' : 'none'
  const wantsTls = !isNear || !mailServer.plainLogIn
  return wantsTls && mailServer.startTls ? 'starttls' : 'none'
}

const mailPort = (account: Account, forward: LocalForward, service: PresetService): MailPort => {
  const isNear = isSameMachine(forward.destinationHost, account.host)
  return {
    protocol: mailPresets[service].protocol,
    host: forward.bindAddress,
    port: forward.bindPort,
    security: securityOf(forward, service, isNear),
    // A mail server accepts mail on port 25 without a log-in, as from another server. A person logs in on the submission ports.
    user: service === 'smtp' ? undefined : mailUserOf(account),
    destinationHost: forward.destinationHost,
    isOnSshServer: isNear,
    isEncryptedByPostern: forward.mailTls !== 'none',
    isKnown: forward.mailServer !== undefined,
  }
}

/** The enabled ports for the services, in the order of `services`. */
const portsOf = (account: Account, services: readonly PresetService[]): readonly MailPort[] =>
  services.flatMap((service) =>
    account.forwards
      .filter((forward) => forward.enabled && forward.service === service)
      .map((forward) => mailPort(account, forward, service)),
  )

/** Whether the whole way is protected without TLS in the client, which then never asks about a certificate. */
const isProtected = ({ security, isOnSshServer, isEncryptedByPostern }: MailPort): boolean =>
  security === 'none' && (isOnSshServer || isEncryptedByPostern)

const bestIncoming = (ports: readonly MailPort[]): MailPort | undefined =>
  ports.find(isProtected) ?? ports.find(({ security }) => security === 'tls') ?? ports[0]

/** The submission ports; port 25 takes their place only in an account without them, since it accepts mail for the server's own people alone. */
const sendingPorts = (account: Account): readonly MailPort[] => {
  const submission = portsOf(account, ['submission', 'submissions'])
  return submission.length > 0 ? submission : portsOf(account, ['smtp'])
}

const bestOutgoing = (ports: readonly MailPort[]): MailPort | undefined => ports.find(isProtected) ?? ports[0]

const sectionName = (accountName: string): string =>
  `postern-${accountName
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')}`.replace(/-$/, '')

/** Chooses the enabled mail ports that the client should use, and their settings. */
export const mailSettings = (account: Account, { incoming, sends, securities }: MailAbilities): MailSettings => {
  const isUsable = ({ security }: MailPort): boolean => securities?.includes(security) ?? true
  const fetching = incoming.map((protocol) => portsOf(account, [protocol, `${protocol}s`]))
  const sending = sends ? sendingPorts(account) : []
  const fetchable = fetching.map((ports) => ports.filter(isUsable)).find((ports) => ports.length > 0) ?? []
  const sendable = sending.filter(isUsable)
  return {
    name: sectionName(account.name),
    account,
    incoming: bestIncoming(fetchable),
    outgoing: bestOutgoing(sendable),
    needsMailTls: [
      ...(fetchable.length === 0 && fetching.flat().length > 0 ? (['incoming'] as const) : []),
      ...(sendable.length === 0 && sending.length > 0 ? (['outgoing'] as const) : []),
    ],
  }
}

/** The settings that the client needs and the account does not have. */
export const lacksOf = (
  { account, incoming, outgoing, needsMailTls }: MailSettings,
  abilities: MailAbilities,
): readonly GuideLack[] => [
  ...(needsMailTls.length > 0 ? (['mail-tls'] as const) : []),
  ...(abilities.incoming.length > 0 && incoming === undefined && !needsMailTls.includes('incoming') ? (['incoming'] as const) : []),
  ...(abilities.sends && outgoing === undefined && !needsMailTls.includes('outgoing') ? (['outgoing'] as const) : []),
  ...(abilities.sends && account.mailAddress === undefined ? (['mail-address'] as const) : []),
]

/** The host part of a URL, with an IPv6 address in brackets (RFC 3986 section 3.2.2). */
export const urlHost = ({ host }: MailPort): string => (host.includes(':') ? `[${host}]` : host)
