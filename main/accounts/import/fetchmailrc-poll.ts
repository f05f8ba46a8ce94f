import type { LeftOutReason } from '../../../contract/imported-account.ts'
import { mailServicePorts, PortSchema, type MailService } from '../../../contract/local-forward.ts'
import { isPresetService } from '../../mail/presets.ts'
import type { FetchmailEntry, FetchmailOption } from './fetchmailrc-entries.ts'
import { leftOut, type LeftOut } from './left-out.ts'
import type { Written } from './make-imported-account.ts'

/** A server that fetchmail polls, with the fields that matter for a tunnel to it. */
export interface FetchmailPoll {
  readonly name: string
  /** Whether fetchmail polls a port of this computer, which may be a tunnel's. */
  readonly isLocal: boolean
  readonly port: number
  readonly service: MailService
  readonly user: Written | undefined
  readonly preconnect: string | undefined
  readonly options: readonly FetchmailOption[]
}

/** Reads a `poll` entry. `defaults` are the options of the last `defaults` entry above it, which fill in missing options. */
export const readPoll = (entry: FetchmailEntry, defaults: readonly FetchmailOption[]): FetchmailPoll => {
  const optionOf = (name: string): FetchmailOption | undefined =>
    entry.options.find((option) => option.name === name) ?? defaults.find((option) => option.name === name)
  const valueOf = (name: string): string | undefined => optionOf(name)?.values[0]
  const service = serviceOf(valueOf('proto'), optionOf('ssl') !== undefined)
  const host = valueOf('via') ?? entry.name
  const user = remoteUser(entry.options) ?? remoteUser(defaults)
  return {
    name: entry.name,
    isLocal: /^(?:localhost|127\.0\.0\.1|::1|ip6-localhost)$/i.test(host),
    port: portOf(valueOf('service')) ?? (isPresetService(service) ? mailServicePorts[service] : mailServicePorts.pop3),
    service,
    user: user === undefined ? undefined : { value: user, text: `user ${user}` },
    preconnect: valueOf('preconnect'),
    options: entry.options,
  }
}

/** The service of a `proto` option: fetchmail has several names for POP3 and for IMAP. */
const serviceOf = (protocol = 'auto', overTls: boolean): MailService => {
  const name = protocol.toLowerCase()
  if (/^(?:imap|imap-k4|imap-gss|imap-crammd5|imap-login)$/.test(name)) return overTls ? 'imaps' : 'imap'
  if (/^(?:pop3|apop|kpop|rpop|sdps)$/.test(name)) return overTls ? 'pop3s' : 'pop3'
  return 'other'
}

/** The port of a `service` option, which is a number or a name of /etc/services. */
const portOf = (service: string | undefined): number | undefined => {
  if (service === undefined) return undefined
  const name = service.toLowerCase()
  return isPresetService(name) ? mailServicePorts[name] : PortSchema.safeParse(Number(name)).data
}

/** `user bob there is esr here` and `user esr here is bob there` both mean bob at the mail server. */
const remoteUser = (options: readonly FetchmailOption[]): string | undefined => {
  const at = options.findIndex(({ name }) => name === 'user')
  const [user, next, afterNext] = options.slice(at === -1 ? options.length : at)
  if (next?.name !== 'here') return user?.values[0]
  return afterNext?.name === 'is' ? afterNext.values[0] : undefined
}

const programs: ReadonlySet<string> = new Set(['preconnect', 'postconnect', 'plugin', 'plugout', 'mda'])
const secrets: ReadonlySet<string> = new Set(['password', 'esmtppassword'])
const understood: ReadonlySet<string> = new Set(['proto', 'service', 'via', 'user', 'here', 'there', 'is'])

/** The options of a poll that an account has no place for. A program is shown with its command line, other options by name alone. */
export const leftOutOfPoll = ({ options }: FetchmailPoll): readonly LeftOut[] =>
  options
    .filter(({ name }) => !understood.has(name))
    .map(({ name, values }) => {
      if (programs.has(name)) return leftOut(`${name} ${values[0] ?? ''}`, 'runs-a-program')
      return leftOut(values.length === 0 ? name : `${name} …`, reasonOf(name))
    })

const reasonOf = (name: string): LeftOutReason => (secrets.has(name) ? 'secret' : 'not-needed')
