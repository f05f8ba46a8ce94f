import { appendFile, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { freePort, freePorts } from '../../../main/testing/free-port.ts'
import { startMailLab, type MailLab } from '../../../main/testing/mail-lab.ts'
import { posternCommand, type PosternCommand } from '../../../main/testing/postern-command.ts'
import { startSshServer, type SshServer } from '../../../main/testing/ssh-server.ts'
import { makeTemporaryFolder } from '../../../main/testing/temporary-folder.ts'
import { makeTestKey } from '../../../main/testing/test-key.ts'
import { startCodeServer } from './code-server.ts'
import { trafficOf } from './past-traffic.ts'

/**
 * The accounts of the harness, in the order of its list. Work, Home and Office are on the lab's sshd; Club shows another host key than the
 * known one; nothing answers for Choir; Family is a server never met; Bank asks for codes; Archive lies behind Work and is never up;
 * Notary trusts one fixed key, which is another one, and has no mail ports.
 */
export type AccountName = 'Work' | 'Home' | 'Office' | 'Club' | 'Choir' | 'Family' | 'Bank' | 'Archive' | 'Notary'

/** The servers and the data folder for all screens. Each window gets a copy of the data folder. */
export interface ScreensHarness {
  /** On the standard ports. Its sshd, like every server of the harness, accepts bob with the password. */
  readonly lab: MailLab
  readonly passphrase: string
  readonly password: string
  /** The local ports of Work's servers for the mail apps; `smtp` has no server. */
  readonly local: { readonly imap: number; readonly pop3: number; readonly submission: number; readonly smtp: number }
  readonly servers: { readonly club: SshServer; readonly family: SshServer; readonly bank: SshServer }
  readonly accountIds: Readonly<Record<AccountName, string>>
  /** A home folder with `.ssh` in it and Postern's data folder `data`. */
  readonly folder: string
  readonly stop: () => Promise<void>
}

const passphrase = 'a passphrase of the harness'
const password = 'a password of the harness'

const AccountListSchema = z.array(z.object({ id: z.string(), name: z.string() }))

const addAccounts = async (postern: PosternCommand, harness: Pick<ScreensHarness, 'lab' | 'local' | 'servers'>): Promise<void> => {
  const { lab, local, servers } = harness
  const { sshd, ports } = lab
  const add = (name: AccountName, ...args: readonly string[]): Promise<string> => postern.must(['account', 'add', name, ...args])
  const at = ({ host, port }: { readonly host: string; readonly port: number }, user = 'bob'): readonly string[] => [
    ...['--host', host, '--port', String(port), '--user', user],
  ]
  const trusted = ['--trust', sshd.hostKeys()[0]!.fingerprint]
  const forward = async (service: 'imap' | 'pop3' | 'submission'): Promise<readonly string[]> => [
    ...['--forward', `${service}=${await freePort()}:localhost:${ports[service]}`],
  ]
  const key = ['--key', sshd.clientKeyFile]

  const ofWork = (['imap', 'pop3', 'submission'] as const).flatMap((name) => [
    ...['--forward', `${name}=${local[name]}:localhost:${ports[name]}`],
  ])
  await add('Work', ...at(sshd), ...key, ...trusted, ...ofWork, '--forward', `smtp=${local.smtp}:localhost:${await freePort()}`)
  await add('Home', ...at(sshd), ...key, ...trusted, ...(await forward('imap')), '--connect', 'on-first-use')
  await postern.must(['key', 'create', 'laptop'], { passphrase })
  await add('Office', ...at(sshd), '--identity', 'laptop', '--auth', 'key', ...trusted, ...(await forward('imap')))
  const byPassword = ['--auth', 'password']
  await add('Club', ...at(servers.club), ...byPassword, ...(await forward('imap')))
  await add('Choir', ...at({ host: '127.0.0.1', port: await freePort() }), ...byPassword, ...(await forward('pop3')))
  await add('Family', ...at(servers.family), ...byPassword, ...(await forward('imap')), ...(await forward('submission')))
  await add('Bank', ...at(servers.bank), '--auth', 'keyboard-interactive', ...(await forward('imap')))
  const elsewhere = [
    'imaps=11993:imap.example.net:993',
    'pop3=11110:pop.history.example.org:110',
    'submission=11587:localhost:587',
    'smtp=11025:smtp.history.example.org:25',
  ]
  const archive = at({ host: 'mail-archive.history.example.org', port: 2222 }, 'bob.de.vries')
  await add(
    'Archive',
    ...archive,
    '--jump',
    'Work',
    ...elsewhere.flatMap((way) => ['--forward', way]),
    '--mail-tls',
    'pop3=starttls',
  )
  await postern.must(['account', 'edit', 'Archive', '--disable-forward', 'submission'])
  await add('Notary', ...at(sshd), ...key, '--trust', makeTestKey().fingerprint)
}

/** Lines of OpenSSH's file: a plain name, a hashed one, and both markers. */
const othersKnown = (): string =>
  [
    `mail.example.org,192.0.2.10 ${makeTestKey().publicKey}`,
    `|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= ${makeTestKey().publicKey}`,
    `@revoked old.example.org ${makeTestKey().publicKey}`,
    `@cert-authority *.example.org ${makeTestKey().publicKey}`,
    '',
  ].join('\n')

export const startScreensHarness = async (): Promise<ScreensHarness> => {
  const users = [{ name: 'bob', password }]
  const [lab, club, family, bank, local, folder] = await Promise.all([
    startMailLab({ standardPorts: true, sshd: { users } }),
    startSshServer({ users }),
    startSshServer({ users }),
    startCodeServer(),
    freePorts('imap', 'pop3', 'submission', 'smtp'),
    makeTemporaryFolder('screens', { shared: true }),
  ])
  const servers = { club, family, bank }
  const postern = posternCommand(path.join(folder.path, 'data'), { HOME: folder.path, SSH_AUTH_SOCK: undefined })
  await addAccounts(postern, { lab, local, servers })
  await appendFile(lab.sshd.authorizedKeysFile, await postern.must(['key', 'export', 'laptop']))
  const known = [
    `[127.0.0.1]:${club.port} ${makeTestKey().publicKey} postern 2026-03-02T09:30:00Z`,
    ...bank.knownHostsLines.map((line) => `${line} postern 2026-05-17T18:05:00Z`),
  ]
  await writeFile(path.join(folder.path, 'data/known_hosts'), `${known.join('\n')}\n`, { mode: 0o600 })
  await mkdir(path.join(folder.path, '.ssh'), { mode: 0o700 })
  await writeFile(path.join(folder.path, '.ssh/known_hosts'), othersKnown())
  const accounts = AccountListSchema.parse(JSON.parse(await postern.must(['account', 'list', '--json'])))
  const accountIds = Object.fromEntries(accounts.map(({ id, name }) => [name, id])) as Record<AccountName, string>
  const traffic = trafficOf({ accountId: accountIds.Work, forwardIds: ['imap', 'submission'], now: new Date() })
  await writeFile(path.join(folder.path, 'data/traffic.json'), JSON.stringify(traffic), { mode: 0o600 })

  return {
    lab,
    passphrase,
    password,
    local,
    servers,
    accountIds,
    folder: folder.path,
    stop: async () => {
      await Promise.all([lab, club, family, bank].map((server) => server.stop()))
      await folder.remove()
    },
  }
}
