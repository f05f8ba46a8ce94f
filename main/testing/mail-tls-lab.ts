import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { mailServicePorts } from '../../contract/local-forward.ts'
import { findProgram, missingComponents } from './components.ts'
import { startCourier } from './courier.ts'
import { freeAddress } from './free-address.ts'
import { greetingOf } from './greeting-of.ts'
import { dovecotAddresses, dovecotConfig, eximAddresses, mailOwner, type MailAddress } from './mail-lab-config.ts'
import { mustRun } from './run-program.ts'
import { startProcess } from './started-process.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'
import { expired, selfSigned, serverKey, valid } from './test-certificates.ts'

/** The mail servers of the lab. Each has an address of its own with the standard ports, and all of them have the same mailboxes. */
export const labServers = {
  /** It accepts a password without TLS; its certificate is `valid`. */
  plain: { plainLogIn: true, pem: valid },
  /** Its certificate for mail.example.org is of the authority of test-certificates.ts. */
  authority: { plainLogIn: false, pem: valid },
  /** As `openssl req -x509` makes it: an authority of its own (CA:TRUE), for mail.example.org. */
  selfSigned: { plainLogIn: false, pem: selfSigned },
  expired: { plainLogIn: false, pem: expired },
  /** Courier in place of dovecot, where it is installed. Its certificate is `valid`. */
  courier: { plainLogIn: false, pem: valid },
} as const
export type LabServer = keyof typeof labServers

/** dovecot and exim as four mail servers, and Courier and exim as a fifth. */
export interface MailTlsLab {
  readonly addresses: Readonly<Record<LabServer, string>>
  /** Of every user. */
  readonly password: string
  /** Puts a message into the mailbox of a user. */
  readonly deliver: (user: string, subject: string) => Promise<void>
  /** The messages of a user that have arrived, as they stand in the mailbox. */
  readonly mailbox: (user: string) => Promise<readonly string[]>
  readonly stop: () => Promise<void>
}

/** Starts the daemons and resolves once they answer. `users` have a mailbox and one password. Needs root. */
export const startMailTlsLab = async (users: readonly string[]): Promise<MailTlsLab> => {
  const [dovecot, exim] = [findProgram('dovecot'), findProgram('exim4')]
  if (dovecot === undefined || exim === undefined) throw new Error('the mail lab needs dovecot and exim4')
  const temporary = await makeTemporaryFolder('mail-tls', { shared: true })
  const folder = temporary.path
  const inFolder = (...names: string[]): string => path.join(folder, ...names)
  const mailFolders = users.flatMap((user) => ['new', 'cur', 'tmp'].map((part) => path.join('mail', user, part)))
  for (const name of ['spool', 'dovecot', ...mailFolders]) await mkdir(inFolder(name), { recursive: true })

  const names = Object.keys(labServers) as LabServer[]
  const addresses: MailAddress[] = []
  for (const name of names) {
    const { pem, plainLogIn } = labServers[name]
    const certificate = inFolder(`${name}.pem`)
    await writeFile(certificate, pem)
    addresses.push({ address: await freeAddress(Object.values(mailServicePorts)), plainLogIn, certificate })
  }
  const files = {
    folder,
    ports: mailServicePorts,
    user: '',
    password: 'one-mail-password',
    certificate: inFolder('plain.pem'),
    privateKey: inFolder('dovecot-key.pem'),
    eximPrivateKey: inFolder('exim-key.pem'),
    encryption: 'offered' as const,
  }
  for (const file of [files.privateKey, files.eximPrivateKey]) await writeFile(file, serverKey, { mode: 0o600 })
  const usersFile = inFolder('mail-users')
  await writeFile(usersFile, users.map((user) => `${user}:{PLAIN}${files.password}:::::\n`).join(''), { mode: 0o600 })
  const foldersFile = inFolder('mail-folders')
  await writeFile(foldersFile, users.map((user) => `${user}: ${inFolder('mail', user)}\n`).join(''))
  await mustRun('chown', ['-R', `${mailOwner}:${mailOwner}`, inFolder('mail'), inFolder('spool'), files.eximPrivateKey])
  await mustRun('chown', ['dovecot', usersFile])
  const hosts = addresses.map(({ address }) => address)
  const [dovecotFile, eximFile] = [inFolder('dovecot.conf'), inFolder('exim.conf')]
  const ofDovecot = addresses.filter((_, index) => names[index] !== 'courier')
  const dovecotHosts = ofDovecot.map(({ address }) => address).join(' ')
  await writeFile(dovecotFile, dovecotConfig({ ...files, host: dovecotHosts }) + dovecotAddresses(ofDovecot, files.privateKey))
  await writeFile(eximFile, eximAddresses({ ...files, host: hosts.join(' : ') }, addresses, foldersFile))

  const [first = ''] = hosts
  const ofCourier = {
    folder: inFolder('courier'),
    host: hosts[names.indexOf('courier')] ?? '',
    certificate: labServers.courier.pem + serverKey,
    mailboxes: Object.fromEntries(users.map((user) => [user, inFolder('mail', user)])),
    password: files.password,
  }
  const daemons = await Promise.all([
    startProcess({
      program: dovecot,
      args: ['-F', '-c', dovecotFile],
      logFile: inFolder('dovecot.log'),
      ready: async () => (await greetingOf(first, mailServicePorts.imap)).startsWith('* OK'),
    }),
    startProcess({
      // As in mail-lab.ts, the shell keeps the parent-death signal, which the kernel clears of a program that changes its user.
      program: 'sh',
      args: ['-c', `trap 'kill $!' TERM; '${exim}' -C '${eximFile}' -bdf & wait; wait`],
      logFile: inFolder('exim.log'),
      ready: async () => (await greetingOf(first, mailServicePorts.submission)).startsWith('220'),
    }),
    ...(missingComponents(['courier']).length > 0 ? [] : [startCourier(ofCourier)]),
  ])
  let delivered = 0
  return {
    addresses: Object.fromEntries(names.map((name, index) => [name, hosts[index] ?? ''])) as Record<LabServer, string>,
    password: files.password,
    deliver: async (user, subject) => {
      const file = inFolder('mail', user, 'new', `${++delivered}.lab`)
      const headers = `From: lab@localhost\nTo: ${user}@localhost\nDate: Tue, 1 Dec 2026 12:00:00 +0000\nMessage-ID: <${delivered}@lab>`
      await writeFile(file, `${headers}\nSubject: ${subject}\n\nIn the lab.\n`)
      await mustRun('chown', [mailOwner, file])
    },
    mailbox: async (user) => {
      const folders = await Promise.all(
        ['new', 'cur'].map(async (part) => {
          const parts = inFolder('mail', user, part)
          // A client may move a message to the other folder in between.
          return Promise.all((await readdir(parts)).map((name) => readFile(path.join(parts, name), 'utf8').catch(() => '')))
        }),
      )
      return folders.flat()
    },
    stop: async () => {
      await Promise.all(daemons.map((daemon) => daemon.stop()))
      await temporary.remove()
    },
  }
}
