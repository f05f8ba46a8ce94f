import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { mailServicePorts } from '../../contract/local-forward.ts'
import { findProgram } from './components.ts'
import { freeAddress } from './free-address.ts'
import { freePorts } from './free-port.ts'
import { greetingOf } from './greeting-of.ts'
import { dovecotConfig, eximConfig, mailOwner, type MailLabFiles, type MailPorts } from './mail-lab-config.ts'
import { mustRun } from './run-program.ts'
import { startProcess } from './started-process.ts'
import { startSshd, type Sshd, type SshdOptions } from './sshd.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

/** The components that `describeWith` needs for a test with the lab. */
export const mailLabComponents = ['root', 'sshd', 'ssh-keygen', 'openssl', 'unshare', 'dovecot', 'exim4'] as const

/** The name of the mail host for the sshd of a lab with standard ports. */
export const labMailHost = 'popserver'

export interface MailLabOptions {
  readonly sshd?: SshdOptions
  /**
   * The daemons listen on the registered ports (110, 995, 143, 993, 25, 587, 465) of a loopback address of their own. Only for the sshd do
   * `localhost` and `popserver` mean that address, as on a real mail host.
   */
  readonly standardPorts?: boolean
  /**
   * Dovecot by default takes a log-in with or without TLS, and exim with TLS alone. `demanded`: dovecot takes one without TLS from its own address
   * alone. `absent`: exim has no TLS, and takes a log-in without.
   */
  readonly encryption?: MailLabFiles['encryption']
}

/** A real mail host on loopback: dovecot, exim and an sshd in front of them. */
export interface MailLab {
  /** The address of the mail daemons. The sshd always listens on 127.0.0.1. */
  readonly host: string
  readonly ports: MailPorts
  readonly user: string
  readonly password: string
  /** `alice@localhost`. */
  readonly address: string
  /** The self-signed certificate of every TLS port, for `localhost`, `popserver` and 127.0.0.1. */
  readonly certificateFile: string
  readonly sshd: Sshd
  /** The messages that have arrived, as they stand in the mailbox. */
  readonly mailbox: () => Promise<readonly string[]>
  readonly stop: () => Promise<void>
}

const readMailbox = async (folder: string): Promise<readonly string[]> => {
  const messages = await Promise.all(
    ['new', 'cur'].map(async (part) => {
      const names = await readdir(path.join(folder, part)).catch(() => [])
      return Promise.all(names.map((name) => readFile(path.join(folder, part, name), 'utf8')))
    }),
  )
  return messages.flat()
}

const onFreePorts = async () => ({
  host: '127.0.0.1',
  ports: await freePorts('pop3', 'pop3s', 'imap', 'imaps', 'smtp', 'submission', 'submissions'),
  server: {},
})

const onStandardPorts = async () => {
  const host = await freeAddress(Object.values(mailServicePorts))
  return { host, ports: mailServicePorts, server: { hosts: { localhost: host, [labMailHost]: host } } }
}

/** Starts the three servers in a temporary folder and resolves once each of them answers. Needs root, because dovecot and exim do. */
export const startMailLab = async (options: MailLabOptions = {}): Promise<MailLab> => {
  const [dovecot, exim] = [findProgram('dovecot'), findProgram('exim4')]
  if (dovecot === undefined || exim === undefined) throw new Error('the mail lab needs dovecot and exim4')
  const temporary = await makeTemporaryFolder('mail', { shared: true })
  const folder = temporary.path
  const { host, ports, server } = options.standardPorts === true ? await onStandardPorts() : await onFreePorts()
  const files: MailLabFiles = {
    encryption: options.encryption ?? 'offered',
    folder,
    host,
    ports,
    user: 'alice',
    password: 'alice-mail-password',
    certificate: path.join(folder, 'certificate.pem'),
    privateKey: path.join(folder, 'dovecot-key.pem'),
    eximPrivateKey: path.join(folder, 'exim-key.pem'),
  }
  const mailboxFolder = path.join(folder, 'mail', files.user)
  for (const name of ['mail', 'spool', 'dovecot']) await mkdir(path.join(folder, name))
  const names = ['-subj', '/CN=localhost', '-addext', `subjectAltName=DNS:localhost,DNS:${labMailHost},IP:127.0.0.1`]
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', files.privateKey]
  await mustRun('openssl', ['req', '-x509', '-days', '2', ...newKey, ...names, '-out', files.certificate])
  await copyFile(files.privateKey, files.eximPrivateKey)
  const usersFile = path.join(folder, 'mail-users')
  await writeFile(usersFile, `${files.user}:{PLAIN}${files.password}:::::\n`, { mode: 0o600 })
  await mustRun('chown', [mailOwner, path.join(folder, 'mail'), path.join(folder, 'spool'), files.eximPrivateKey])
  await mustRun('chown', ['dovecot', usersFile])
  const [dovecotFile, eximFile] = [path.join(folder, 'dovecot.conf'), path.join(folder, 'exim.conf')]
  await writeFile(dovecotFile, dovecotConfig(files))
  await writeFile(eximFile, eximConfig(files))

  const daemons = await Promise.all([
    startProcess({
      program: dovecot,
      args: ['-F', '-c', dovecotFile],
      logFile: path.join(folder, 'dovecot.log'),
      ready: async () =>
        (await greetingOf(host, ports.pop3)).startsWith('+OK') && (await greetingOf(host, ports.imap)).startsWith('* OK'),
    }),
    startProcess({
      // The kernel clears the parent-death signal of a program that changes its user, as exim does. The shell keeps the signal and passes it on.
      program: 'sh',
      args: ['-c', `trap 'kill $!' TERM; '${exim}' -C '${eximFile}' -bdf & wait; wait`],
      logFile: path.join(folder, 'exim.log'),
      ready: async () => (await greetingOf(host, ports.submission)).startsWith('220'),
    }),
    startSshd({ ...server, ...options.sshd }),
  ])
  const [, , sshd] = daemons
  return {
    host,
    ports,
    user: files.user,
    password: files.password,
    address: `${files.user}@localhost`,
    certificateFile: files.certificate,
    sshd,
    mailbox: () => readMailbox(mailboxFolder),
    stop: async () => {
      await Promise.all(daemons.map((daemon) => daemon.stop()))
      await temporary.remove()
    },
  }
}
