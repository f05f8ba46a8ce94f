import type { ImportedAccount, ImportedForward } from '../../../contract/imported-account.ts'
import { mailServicePorts, type MailService } from '../../../contract/local-forward.ts'
import { isPresetService, mailPresets } from '../../mail/presets.ts'
import { fetchmailEntries } from './fetchmailrc-entries.ts'
import { leftOutOfPoll, readPoll, type FetchmailPoll } from './fetchmailrc-poll.ts'
import type { ImportContext } from './import-context.ts'
import { leftOut } from './left-out.ts'
import { makeImportedAccount, type ReadAccount } from './make-imported-account.ts'
import { shellCommands } from './shell-commands.ts'
import { readSshCommand } from './ssh-command.ts'

/**
 * Returns the accounts of a .fetchmailrc. A `preconnect "ssh …"` is parsed as a command line, never run, and becomes an account. A poll of
 * this computer adds the service behind the local port, and the user name at the mail server. If no preconnect makes the tunnel, the
 * local ports and services become one account without a host, whose mail server is the SSH server itself.
 *
 * SECURITY: passwords are listed as left out, without their values.
 */
export const readFetchmailrc = (text: string, surroundings: ImportContext): readonly ImportedAccount[] => {
  const entries = fetchmailEntries(text)
  const polls = entries.flatMap((entry, index) => (entry.kind === 'poll' ? [readPoll(entry, entries.slice(0, index))] : []))
  const accounts = accountsOfPreconnects(polls, surroundings)
  const settings = entries.filter(({ kind }) => kind === 'set').map(({ name }) => leftOut(`set ${name}`, 'not-needed'))
  const told = accounts.length === 0 ? withoutServer(polls) : accounts
  const elsewhere = polls.filter((poll) => !told.some((account) => isOf(account, poll)))
  return told.map((account, index) =>
    makeImportedAccount(
      index > 0
        ? account
        : {
            ...account,
            leftOut: [
              ...account.leftOut,
              ...elsewhere.flatMap((poll) => [leftOut(`poll ${poll.name}`, 'elsewhere'), ...leftOutOfPoll(poll)]),
              ...settings,
            ],
          },
    ),
  )
}

const accountsOfPreconnects = (polls: readonly FetchmailPoll[], surroundings: ImportContext): readonly ReadAccount[] => {
  const found = new Map<string, ReadAccount>()
  for (const command of polls.flatMap(({ preconnect }) => (preconnect === undefined ? [] : shellCommands(preconnect)))) {
    const account = readSshCommand(command, 'fetchmailrc', surroundings)
    if (account === undefined) continue
    const server = [account.user?.value, account.host?.value, account.port?.value].join(' ')
    const before = found.get(server)
    found.set(server, before === undefined ? account : together(before, account))
  }
  return [...found.values()].map((account) => polls.filter((poll) => isOf(account, poll)).reduce(tell, account))
}

const together = (one: ReadAccount, other: ReadAccount): ReadAccount => ({
  ...one,
  forwards: [...one.forwards, ...other.forwards],
  leftOut: [...one.leftOut, ...other.leftOut],
})

/** Whether the poll goes through a local port of the account. */
const isOf = ({ forwards }: ReadAccount, { isLocal, port }: FetchmailPoll): boolean =>
  isLocal && forwards.some(({ bindPort }) => bindPort === port)

/** Adds the poll's user, service and left-out options to the account. */
const tell = (account: ReadAccount, poll: FetchmailPoll): ReadAccount => ({
  ...account,
  mailUser: account.mailUser ?? poll.user,
  forwards: account.forwards.map((forward) =>
    forward.bindPort === poll.port ? { ...forward, service: serviceBehind(forward, poll) } : forward,
  ),
  leftOut: [...account.leftOut, ...leftOutOfPoll(poll)],
})

// The destination's registered port is the better evidence: fetchmail does STARTTLS by itself, and `ssl` may come from the defaults.
const serviceBehind = ({ service }: ImportedForward, poll: FetchmailPoll): MailService =>
  !isPresetService(poll.service) ||
  (isPresetService(service) && mailPresets[service].protocol === mailPresets[poll.service].protocol)
    ? service
    : poll.service

const withoutServer = (polls: readonly FetchmailPoll[]): readonly ReadAccount[] => {
  const local = polls.filter((poll) => poll.isLocal && isPresetService(poll.service))
  const forwards = local.flatMap(({ service, port }): ImportedForward[] =>
    isPresetService(service)
      ? [
          {
            service,
            bindAddress: '127.0.0.1',
            bindPort: port,
            destinationHost: 'localhost',
            destinationPort: mailServicePorts[service],
          },
        ]
      : [],
  )
  const account: ReadAccount = { source: 'fetchmailrc', names: ['fetchmail'], forwards, leftOut: [] }
  return local.length === 0 ? [] : [local.reduce(tell, account)]
}
