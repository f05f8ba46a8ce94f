import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import path from 'node:path'
import { findProgram } from './components.ts'
import { freePort } from './free-port.ts'
import { processTree, signalAll, stopped } from './process-tree.ts'
import { mustRun } from './run-program.ts'
import { writeHostsFile } from './sshd-hosts.ts'
import { writeUserFiles, type ServerUser } from './sshd-users.ts'
import { startProcess } from './started-process.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

/** `ecdsa` is P-256. */
export type HostKeyType = 'ed25519' | 'rsa' | 'ecdsa' | 'ecdsa-384' | 'ecdsa-521'

export interface SshdOptions {
  /** The types of the host keys, which are made afresh; by default ed25519 alone. */
  readonly hostKeyTypes?: readonly HostKeyType[]
  /** Lines of sshd_config(5). They come first, and the first value of a keyword wins. */
  readonly config?: readonly string[]
  /**
   * As root: who may log in, beside the default `bob` with the password `bob-password`. The first of them is `Sshd.user`. As anyone
   * else only the current user can, by key.
   */
  readonly users?: readonly ServerUser[]
  /** `publickey` and `password` as root, `publickey` as anyone else. `keyboard-interactive` asks by PAM. */
  readonly methods?: readonly ('publickey' | 'password' | 'keyboard-interactive')[]
  /** Lines for authorized_keys of `Sshd.user`, beside the key in `clientKeyFile`. */
  readonly authorizedKeys?: readonly string[]
  /** As root: names with addresses for this server alone, before those of the machine. */
  readonly hosts?: Readonly<Record<string, string>>
  /** The path of another sshd than the installed one. */
  readonly program?: string
}

export interface ServerHostKey {
  readonly type: string
  /** `type base64`, as in known_hosts. */
  readonly publicKey: string
  /** `SHA256:…` as ssh-keygen prints it. */
  readonly fingerprint: string
}

/** A real OpenSSH server of the test's own, on a free loopback port. */
export interface Sshd {
  readonly host: '127.0.0.1'
  readonly port: number
  readonly folder: string
  readonly hostKeys: () => readonly ServerHostKey[]
  /** One `[127.0.0.1]:port …` line for each host key. */
  readonly knownHostsLines: () => readonly string[]
  readonly user: string
  /** Of `user`; undefined where only a key logs in. */
  readonly password: string | undefined
  /** An unencrypted ed25519 key in OpenSSH's format that logs `user` in, unless the home is a `bareHome`. */
  readonly clientKeyFile: string
  readonly clientPublicKey: string
  /** `user`'s own. */
  readonly authorizedKeysFile: string
  readonly pid: () => number
  readonly log: () => string
  /** Ends the listener and every connection. */
  readonly stop: () => Promise<void>
  /** Stops the server and starts it again on the same port; with `hostKeyTypes`, with fresh host keys of these types. */
  readonly restart: (change?: { readonly hostKeyTypes?: readonly HostKeyType[] }) => Promise<void>
  /** Ends the connections, as a network fault would. The listener stays. */
  readonly dropConnections: () => void
  /** Kills the server at once, as a power cut would. `restart` starts it again. */
  readonly kill: () => void
  /** The listener and its connections stop answering while their sockets stay open, as when a machine hangs. */
  readonly freeze: () => void
  readonly thaw: () => void
}

const makeHostKeys = async (folder: string, types: readonly HostKeyType[]): Promise<readonly ServerHostKey[]> =>
  Promise.all(
    types.map(async (type) => {
      const file = path.join(folder, `host-${type}`)
      await rm(file, { force: true })
      const [kind = type, bits] = type.split('-')
      await mustRun('ssh-keygen', [
        '-q',
        '-t',
        kind,
        ...(bits === undefined ? [] : ['-b', bits]),
        '-N',
        '',
        '-C',
        'host',
        '-f',
        file,
      ])
      const [keyType = '', base64 = ''] = (await readFile(`${file}.pub`, 'utf8')).split(' ')
      const fingerprint = (await mustRun('ssh-keygen', ['-l', '-E', 'sha256', '-f', `${file}.pub`])).split(' ')[1] ?? ''
      return { type: keyType, publicKey: `${keyType} ${base64}`, fingerprint }
    }),
  )

/** Starts sshd in a temporary folder and resolves once it listens. Needs sshd and ssh-keygen; password log-in needs root and openssl. */
export const startSshd = async (options: SshdOptions = {}): Promise<Sshd> => {
  const program = options.program ?? findProgram('sshd')
  if (program === undefined) throw new Error('sshd is not installed')
  const isRoot = process.getuid?.() === 0
  const methods = options.methods ?? (isRoot ? ['publickey', 'password'] : ['publickey'])
  const port = await freePort()
  const temporary = await makeTemporaryFolder('sshd', { shared: true })
  const folder = temporary.path

  const clientKeyFile = path.join(folder, 'client')
  await mustRun('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'client', '-f', clientKeyFile])
  const clientPublicKey = (await readFile(`${clientKeyFile}.pub`, 'utf8')).trim()
  const authorizedKeys = [clientPublicKey, ...(options.authorizedKeys ?? [])]

  const [first, ...others] = options.users ?? [{ name: 'bob', password: 'bob-password' }]
  if (first === undefined) throw new Error('a server needs a user')
  const user = isRoot ? first : { name: userInfo().username, password: undefined, authorizedKeys: undefined }
  let authorizedKeysFile = path.join(folder, 'authorized_keys')
  let mounts: readonly (readonly [string, string])[] = []
  if (isRoot) {
    const known = { ...first, authorizedKeys: [...authorizedKeys, ...(first.authorizedKeys ?? [])] }
    const files = await writeUserFiles(folder, [first.bareHome === true ? first : known, ...others])
    authorizedKeysFile = path.join(files.homeOf(first.name), '.ssh/authorized_keys')
    mounts = [...files.mounts, ...(options.hosts === undefined ? [] : [await writeHostsFile(folder, options.hosts)])]
    await mkdir('/run/sshd', { recursive: true, mode: 0o755 })
  } else {
    await writeFile(authorizedKeysFile, `${authorizedKeys.join('\n')}\n`)
  }

  let hostKeyTypes = options.hostKeyTypes ?? ['ed25519']
  let hostKeys = await makeHostKeys(folder, hostKeyTypes)
  const logFile = path.join(folder, 'sshd.log')
  const configFile = path.join(folder, 'sshd_config')
  const yes = (method: (typeof methods)[number]): string => (methods.includes(method) ? 'yes' : 'no')
  const run = async () => {
    const config = [
      ...(options.config ?? []),
      'ListenAddress 127.0.0.1',
      `Port ${port}`,
      ...hostKeyTypes.map((type) => `HostKey ${path.join(folder, `host-${type}`)}`),
      'PidFile none',
      // Tests log in hundreds of times. The defaults (10:30:100, and penalties in later versions) would refuse some log-ins by chance.
      'MaxStartups 500',
      `AuthorizedKeysFile ${isRoot ? '%h/.ssh/authorized_keys' : authorizedKeysFile}`,
      'StrictModes no',
      `PubkeyAuthentication ${yes('publickey')}`,
      `PasswordAuthentication ${yes('password')}`,
      `KbdInteractiveAuthentication ${yes('keyboard-interactive')}`,
      `UsePAM ${yes('keyboard-interactive')}`,
      'PermitRootLogin no',
      'PrintMotd no',
      'LogLevel VERBOSE',
    ]
    await writeFile(configFile, `${config.join('\n')}\n`)
    await writeFile(logFile, '')
    // SECURITY: the extra users exist only in a mount namespace of the server. The machine's passwd and shadow stay unchanged.
    const binds = mounts.map(([from, to]) => `mount --bind '${from}' '${to}'`)
    const script = [...binds, `exec '${program}' -D -e -f '${configFile}'`].join(' && ')
    return startProcess({
      program: isRoot ? 'unshare' : 'sh',
      args: isRoot ? ['--mount', '--propagation', 'private', 'sh', '-c', script] : ['-c', script],
      logFile,
      ready: (log) => log.includes(`Server listening on 127.0.0.1 port ${port}`),
    })
  }
  let running = await run()
  const thaw = (): void => signalAll(processTree(running.pid), 'SIGCONT')
  const stop = async (): Promise<void> => {
    // A frozen process handles SIGTERM only after SIGCONT.
    thaw()
    await running.stop()
  }

  return {
    host: '127.0.0.1',
    port,
    folder,
    hostKeys: () => hostKeys,
    knownHostsLines: () => hostKeys.map((key) => `[127.0.0.1]:${port} ${key.publicKey}`),
    user: user.name,
    password: user.password,
    clientKeyFile,
    clientPublicKey,
    authorizedKeysFile,
    pid: () => running.pid,
    log: () => running.log(),
    stop: async () => {
      await stop()
      await temporary.remove()
    },
    restart: async (change = {}) => {
      await stop()
      if (change.hostKeyTypes !== undefined) {
        hostKeyTypes = change.hostKeyTypes
        hostKeys = await makeHostKeys(folder, hostKeyTypes)
      }
      running = await run()
    },
    kill: () =>
      signalAll(
        stopped(() => processTree(running.pid)),
        'SIGKILL',
      ),
    dropConnections: () =>
      signalAll(
        stopped(() => processTree(running.pid).slice(1)),
        'SIGKILL',
      ),
    freeze: () => signalAll(processTree(running.pid), 'SIGSTOP'),
    thaw,
  }
}
