import { readFile, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import path from 'node:path'
import { findProgram, goServer, minaServer, openSsh10, python } from './components.ts'
import { freePort } from './free-port.ts'
import { mustRun } from './run-program.ts'
import { startSshd, type SshdOptions } from './sshd.ts'
import { writeUserFiles } from './sshd-users.ts'
import { startProcess } from './started-process.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

const scripts = path.join(import.meta.dirname, 'servers')

/** A server of the test's own with the person bob, who logs in with `bob-password` (where it takes passwords) and by two keys. */
export interface RunningServer {
  readonly port: number
  /** Unencrypted private keys in OpenSSH's format: two that are welcome, and a stranger's. */
  readonly keyFiles: Readonly<Record<'ed25519' | 'rsa' | 'stranger', string>>
  /** Ends everything and starts again on the same port with the same host keys. */
  readonly restart: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** An SSH server as people have it. */
export interface ServerKind {
  readonly name: string
  /** For `describeWith`. */
  readonly components: readonly string[]
  readonly hasPasswords: boolean
  readonly forwards: boolean
  /** It runs a shell for bob, in a home of his own. */
  readonly hasShell: boolean
  readonly start: () => Promise<RunningServer>
}

const makeKeys = async (
  folder: string,
): Promise<{ readonly files: RunningServer['keyFiles']; readonly lines: readonly string[] }> => {
  const make = async (name: string, type: string): Promise<string> => {
    const file = path.join(folder, `bob-${name}`)
    await mustRun('ssh-keygen', ['-q', '-t', type, ...(type === 'rsa' ? ['-b', '2048'] : []), '-N', '', '-C', name, '-f', file])
    return file
  }
  const [ed25519, rsa, stranger] = await Promise.all([make('ed25519', 'ed25519'), make('rsa', 'rsa'), make('stranger', 'ed25519')])
  const lines = await Promise.all([ed25519, rsa].map(async (file) => (await readFile(`${file}.pub`, 'utf8')).trim()))
  return { files: { ed25519, rsa, stranger }, lines }
}

const openSsh = (name: string, options: SshdOptions, component = 'sshd'): ServerKind => ({
  name,
  components: [component, 'ssh-keygen', 'root', 'unshare'],
  hasPasswords: true,
  forwards: true,
  hasShell: true,
  start: async () => {
    const temporary = await makeTemporaryFolder('keys')
    const { files, lines } = await makeKeys(temporary.path)
    const sshd = await startSshd({ ...options, authorizedKeys: lines })
    return {
      port: sshd.port,
      keyFiles: files,
      restart: () => sshd.restart(),
      stop: async () => {
        await sshd.stop()
        await temporary.remove()
      },
    }
  },
})

const answers = async (port: number): Promise<boolean> =>
  await new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('data', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
    socket.once('close', () => resolve(false))
  })

interface Place {
  readonly folder: string
  readonly port: number
  readonly authorizedKeysFile: string
}

/** A server that is one command in the foreground; `prepare` makes its host keys and gives that command. */
const foreground = (kind: Omit<ServerKind, 'start'>, prepare: (place: Place) => Promise<readonly string[]>): ServerKind => ({
  ...kind,
  start: async () => {
    const temporary = await makeTemporaryFolder('server', { shared: true })
    const folder = temporary.path
    const port = await freePort()
    const { files, lines } = await makeKeys(folder)
    let authorizedKeysFile = path.join(folder, 'authorized_keys')
    let binds: readonly string[] = []
    if (kind.components.includes('root')) {
      const users = await writeUserFiles(folder, [{ name: 'bob', password: 'bob-password', authorizedKeys: lines }])
      authorizedKeysFile = path.join(users.homeOf('bob'), '.ssh/authorized_keys')
      binds = users.mounts.map(([from, to]) => `mount --bind '${from}' '${to}'`)
    } else await writeFile(authorizedKeysFile, `${lines.join('\n')}\n`)
    const command = await prepare({ folder, port, authorizedKeysFile })
    const run = () =>
      startProcess({
        program: binds.length === 0 ? 'sh' : 'unshare',
        args: [
          ...(binds.length === 0 ? [] : ['--mount', '--propagation', 'private', 'sh']),
          '-c',
          // SECURITY: bob exists in a mount namespace of the server alone.
          [...binds, `exec ${command.map((word) => `'${word}'`).join(' ')}`].join(' && '),
        ],
        logFile: path.join(folder, 'server.log'),
        ready: () => answers(port),
      })
    let running = await run()
    return {
      port,
      keyFiles: files,
      restart: async () => {
        await running.stop()
        running = await run()
      },
      stop: async () => {
        await running.stop()
        await temporary.remove()
      },
    }
  },
})

const hostKeyOf = async (folder: string): Promise<string> => {
  const file = path.join(folder, 'host')
  await mustRun('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'host', '-f', file])
  return file
}

const library = (name: string, component: string, command: readonly string[]): ServerKind =>
  foreground(
    { name, components: [component, 'ssh-keygen'], hasPasswords: true, forwards: true, hasShell: false },
    async ({ folder, port, authorizedKeysFile }) => [...command, String(port), await hostKeyOf(folder), authorizedKeysFile],
  )

export const serverKinds: readonly ServerKind[] = [
  openSsh('OpenSSH', {}),
  openSsh(
    'OpenSSH 10',
    {
      program: path.join(openSsh10, 'usr/sbin/sshd'),
      config: [
        // Its own parts, since those that are compiled in are the paths of the installed one.
        `SshdSessionPath ${path.join(openSsh10, 'usr/lib/openssh/sshd-session')}`,
        `SshdAuthPath ${path.join(openSsh10, 'usr/lib/openssh/sshd-auth')}`,
        // A test gives wrong passwords on purpose.
        'PerSourcePenalties no',
      ],
    },
    'openssh-10',
  ),
  openSsh('OpenSSH, RSA with SHA-2 only', {
    hostKeyTypes: ['rsa'],
    config: ['HostKeyAlgorithms rsa-sha2-512,rsa-sha2-256', 'PubkeyAcceptedAlgorithms ssh-ed25519,rsa-sha2-512,rsa-sha2-256'],
  }),
  openSsh('OpenSSH, ECDSA P-256 only', { hostKeyTypes: ['ecdsa'] }),
  openSsh('OpenSSH, ECDSA P-384 only', { hostKeyTypes: ['ecdsa-384'] }),
  openSsh('OpenSSH, ECDSA P-521 only', { hostKeyTypes: ['ecdsa-521'] }),
  foreground(
    {
      name: 'dropbear',
      components: ['dropbear', 'dropbearkey', 'ssh-keygen', 'root', 'unshare'],
      ...{ hasPasswords: true, forwards: true, hasShell: true },
    },
    async ({ folder, port }) => {
      const hostKey = path.join(folder, 'host')
      await mustRun('dropbearkey', ['-t', 'ed25519', '-f', hostKey])
      const pid = path.join(folder, 'pid')
      return [findProgram('dropbear') ?? '', '-F', '-E', '-p', `127.0.0.1:${port}`, '-r', hostKey, '-P', pid]
    },
  ),
  foreground(
    {
      name: 'tinyssh',
      components: ['tinysshd', 'tinysshd-makekey', 'socat', 'ssh-keygen', 'root', 'unshare'],
      ...{ hasPasswords: false, forwards: false, hasShell: true },
    },
    async ({ folder, port }) => {
      const keys = path.join(folder, 'keys')
      await mustRun('tinysshd-makekey', [keys])
      // It takes no key from a home below a folder that others can write to, as /tmp is.
      const passwd = path.join(folder, 'passwd')
      await writeFile(passwd, (await readFile(passwd, 'utf8')).replace(`:${folder}/home/bob:`, ':/mnt/home/bob:'))
      const tinysshd = `EXEC:"${findProgram('tinysshd') ?? ''} -v ${keys}"`
      const socat = `exec socat TCP-LISTEN:${port},bind=127.0.0.1,reuseaddr,fork ${tinysshd}`
      return ['sh', '-c', `mount --bind ${folder} /mnt && ${socat}`]
    },
  ),
  library('Go (gliderlabs/ssh)', 'go-ssh-server', [goServer]),
  library('Apache MINA', 'mina-ssh-server', ['java', '-cp', `${minaServer}:${minaServer}/*`, 'MinaServer']),
  library('asyncssh', 'python-ssh-servers', [python, path.join(scripts, 'asyncssh_server.py')]),
  library('paramiko', 'python-ssh-servers', [python, path.join(scripts, 'paramiko_server.py')]),
  library('Twisted Conch', 'python-ssh-servers', [python, path.join(scripts, 'twisted_server.py')]),
]
