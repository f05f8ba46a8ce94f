import type { ImportedAccount, ImportedForward } from '../../../contract/imported-account.ts'
import { mailServicePorts, type MailService } from '../../../contract/local-forward.ts'
import { isPresetService, mailPresets } from '../../mail/presets.ts'
import { fetchmailEntries, type FetchmailEntry, type FetchmailOption } from './fetchmailrc-entries.ts'
import { leftOutOfPoll, readPoll, type FetchmailPoll } from './fetchmailrc-poll.ts'
import type { ImportContext } from './import-context.ts'
import { leftOut, type LeftOut } from './left-out.ts'
import { distinctForwards, distinctLeftOut, makeImportedAccount, type ReadAccount, type Written } from './make-imported-account.ts'
import { shellCommands } from './shell-commands.ts'
import { readSshCommand } from './ssh-command.ts'

/**
 * Returns the accounts of a .fetchmailrc. A `preconnect "ssh …"` is parsed as a command line, never run, and becomes an account. A poll of
 * this computer adds the service behind the local port, and the user name at the mail server. If no preconnect makes the tunnel, the
 * local ports and services become one account without a host, whose mail server is the SSH server itself.
 *
 * SECURITY: passwords are listed as left out, without their values.
 */
export const readFetchmailrc = (text: string, context: ImportContext): readonly ImportedAccount[] => {
  const entries = fetchmailEntries(text)
  const polls = readPolls(entries)
  const accounts = accountsOfPreconnects(polls, context)
  const settings = entries.filter(({ kind }) => kind === 'set').map(({ name }) => leftOut(`set ${name}`, 'not-needed'))
  const tunnels = accounts.length === 0 ? withoutServer(polls) : accounts
  const portsOfTunnels = new Set(tunnels.flatMap((account) => [...portsOf(account)]))
  const elsewhere = polls.filter(({ isLocal, port }) => !isLocal || !portsOfTunnels.has(port))
  return tunnels.map((account, index) =>
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

const readPolls = (entries: readonly FetchmailEntry[]): readonly FetchmailPoll[] => {
  const polls: FetchmailPoll[] = []
  let defaults: readonly FetchmailOption[] = []
  for (const entry of entries) {
    if (entry.kind === 'defaults') defaults = entry.options
    else if (entry.kind === 'poll') polls.push(readPoll(entry, defaults))
  }
  return polls
}

const accountsOfPreconnects = (polls: readonly FetchmailPoll[], context: ImportContext): readonly ReadAccount[] => {
  const found = new Map<string, [ReadAccount, ...ReadAccount[]]>()
  for (const command of polls.flatMap(({ preconnect }) => (preconnect === undefined ? [] : shellCommands(preconnect)))) {
    const account = readSshCommand(command, 'fetchmailrc', context)
    if (account === undefined) continue
    const server = [account.user?.value, account.host?.value, account.port?.value].join(' ')
    const before = found.get(server)
    if (before === undefined) found.set(server, [account])
    else before.push(account)
  }
  const facts = factsByPort(polls)
  return [...found.values()].map((accounts) => withPolls(together(accounts), facts))
}

/** Several commands to one server are one account: the first one, with the forwards of all. */
const together = (accounts: readonly [ReadAccount, ...ReadAccount[]]): ReadAccount => ({
  ...accounts[0],
  forwards: distinctForwards(accounts.flatMap(({ forwards }) => forwards)),
  leftOut: accounts.flatMap((account) => account.leftOut),
})

const portsOf = ({ forwards }: ReadAccount): ReadonlySet<number | undefined> => new Set(forwards.map(({ bindPort }) => bindPort))

/** The facts from the polls of one port of this computer, in their order. */
interface FactsOfPort {
  readonly polls: readonly FetchmailPoll[]
  readonly leftOut: readonly LeftOut[]
  /** The first user name, and the index of its poll. */
  readonly user: { readonly written: Written; readonly at: number } | undefined
}

// Computed once for each port, because any number of accounts may forward the same port.
const factsByPort = (polls: readonly FetchmailPoll[]): ReadonlyMap<number | undefined, FactsOfPort> => {
  const byPort = new Map<number, { readonly poll: FetchmailPoll; readonly at: number }[]>()
  for (const [at, poll] of polls.entries()) {
    if (!poll.isLocal) continue
    const ofPort = byPort.get(poll.port)
    if (ofPort === undefined) byPort.set(poll.port, [{ poll, at }])
    else ofPort.push({ poll, at })
  }
  return new Map(
    [...byPort].map(([port, ofPort]) => [
      port,
      {
        polls: ofPort.map(({ poll }) => poll),
        leftOut: distinctLeftOut(ofPort.flatMap(({ poll }) => leftOutOfPoll(poll))),
        user: ofPort.flatMap(({ poll: { user }, at }) => (user === undefined ? [] : [{ written: user, at }]))[0],
      },
    ]),
  )
}

/** Adds the user, services and left-out options from the polls of its ports to the account. */
const withPolls = (account: ReadAccount, facts: ReadonlyMap<number | undefined, FactsOfPort>): ReadAccount => {
  const factsOfAccount = [...portsOf(account)].flatMap((port) => facts.get(port) ?? [])
  const [firstUser] = factsOfAccount.flatMap(({ user }) => user ?? []).toSorted((a, b) => a.at - b.at)
  return {
    ...account,
    mailUser: account.mailUser ?? firstUser?.written,
    forwards: account.forwards.map((forward) => ({
      ...forward,
      service: (facts.get(forward.bindPort)?.polls ?? []).reduce(serviceBehind, forward.service),
    })),
    leftOut: [...account.leftOut, ...factsOfAccount.flatMap(({ leftOut }) => leftOut)],
  }
}

// The destination's registered port is the better evidence: fetchmail does STARTTLS by itself, and `ssl` may come from the defaults.
const serviceBehind = (service: MailService, poll: FetchmailPoll): MailService =>
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
  return local.length === 0 ? [] : [withPolls({ ...account, forwards: distinctForwards(forwards) }, factsByPort(local))]
}
