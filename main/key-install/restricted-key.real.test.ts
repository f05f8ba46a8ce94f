import { existsSync } from 'node:fs'
import { chown, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeWith, findProgram } from '../testing/components.ts'
import { freePort } from '../testing/free-port.ts'
import { fetchMessages } from '../testing/mail-client.ts'
import { mailLabComponents, startMailLab, type MailLab } from '../testing/mail-lab.ts'
import { mustRun, runProgram, type ProgramResult } from '../testing/run-program.ts'
import { startProcess, type StartedProcess } from '../testing/started-process.ts'
import { waitUntil } from '../testing/wait-until.ts'
import { restrictedKeyLine } from './restricted-key-line.ts'

const shells = ['sh', 'bash', 'dash', 'tcsh', 'fish', 'zsh', 'busybox', 'nologin']
const refusal = 'This key only opens mail ports'

let lab: MailLab
let agent: StartedProcess
let agentSocket: string
let keyFile: string
let publicKeyLine: string

const authorizedKeysOf = (user: string): string => path.join(lab.sshd.authorizedKeysFile, '../../..', user, '.ssh/authorized_keys')

const authorize = async (user: string, line: string): Promise<void> => {
  const file = authorizedKeysOf(user)
  const { uid, gid } = await stat(path.dirname(file))
  await writeFile(file, `${line}\n`, { mode: 0o600 })
  await chown(file, uid, gid)
}

const mailPorts = () => [lab.ports.pop3, lab.ports.imap, lab.ports.submission].map((port) => ({ host: 'localhost', port }))

/** The options of OpenSSH for this key alone, without this computer's settings. `localhost` is IPv4 here, where the lab listens. */
const sshOptions = [
  ...['-F', 'none', '-o', 'BatchMode=yes', '-o', 'IdentitiesOnly=yes', '-o', 'PreferredAuthentications=publickey'],
  ...['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-o', 'LogLevel=INFO'],
]
const ssh = (args: readonly string[], user = lab.sshd.user, command: readonly string[] = []): Promise<ProgramResult> => {
  const server = ['-i', keyFile, '-p', String(lab.sshd.port), '-l', user]
  const env = { ...process.env, DISPLAY: '127.0.0.1:77', SSH_AUTH_SOCK: agentSocket }
  return runProgram('ssh', [...sshOptions, ...server, ...args, lab.sshd.host, ...command], { env, stdin: 'id\nexit\n' })
}

/** Returns everything that the key is granted and a restricted key should not be, by a command for each. */
const whatIsGranted = async (): Promise<readonly string[]> => {
  const granted: string[] = []
  const note = (what: string, isGranted: boolean): void => {
    if (isGranted) granted.push(what)
  }
  const isUser = ({ stdout }: ProgramResult): boolean => stdout.includes('uid=')
  note('shell', isUser(await ssh(['-T'])))
  note('command', isUser(await ssh([], undefined, ['id'])))
  note('pty', !(await ssh(['-tt'], undefined, ['tty'])).stderr.includes('PTY allocation request failed'))
  note('agent', (await ssh(['-A'], undefined, ['echo agent=$SSH_AUTH_SOCK'])).stdout.includes('agent=/'))
  const x11 = await ssh(['-Y'], undefined, ['echo display=$DISPLAY'])
  note('x11', x11.stdout.includes('display=localhost') || !x11.stderr.includes('X11 forwarding request failed'))
  note('subsystem', !(await ssh(['-s'], undefined, ['sftp'])).stdout.startsWith(refusal))
  const orEnd = ['-o', 'ExitOnForwardFailure=yes']
  const listens = async (what: string, port: string): Promise<void> => {
    const { stderr } = await ssh([...orEnd, '-R', port], undefined, ['true'])
    note(what, !/remote (?:port )?forwarding (?:request )?failed/i.test(stderr))
  }
  await listens('remote port', `127.0.0.1:${await freePort()}:localhost:1`)
  await listens('any remote port', '127.0.0.1:0:localhost:1')
  await listens('remote port of root', 'localhost:1:localhost:1')
  await listens('remote socket', `/tmp/postern-${process.pid}-${Date.now()}.sock:localhost:1`)
  for (const [what, destination] of [
    ['another destination', `127.0.0.1:${lab.ports.pop3}`],
    ['another port', `localhost:${lab.sshd.port}`],
  ] as const)
    note(what, /\+OK|SSH-2/.test((await ssh(['-W', destination])).stdout))
  return granted
}

describeWith([...mailLabComponents, 'ssh', 'ssh-agent', 'xauth', 'swaks'], 'a restricted key on the real sshd', () => {
  beforeAll(async () => {
    const present = shells.filter((shell) => findProgram(shell) !== undefined)
    lab = await startMailLab({
      sshd: {
        // The server allows everything, so that only the line can refuse it.
        config: [
          ...['AllowTcpForwarding yes', 'AllowStreamLocalForwarding yes', 'AllowAgentForwarding yes', 'X11Forwarding yes'],
          ...['PermitTTY yes', 'PermitUserRC yes', 'GatewayPorts clientspecified', 'Subsystem sftp internal-sftp'],
        ],
        users: [
          { name: 'bob', password: 'bob-password' },
          ...present.map((shell) =>
            shell === 'busybox'
              ? { name: shell, shellScript: `#!/bin/sh\nexec busybox sh "$@"\n` }
              : { name: shell, shell: findProgram(shell)! },
          ),
        ],
      },
    })
    keyFile = path.join(lab.sshd.folder, 'restricted')
    await mustRun('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'laptop', '-f', keyFile])
    agentSocket = path.join(lab.sshd.folder, 'agent.sock')
    agent = await startProcess({
      program: 'ssh-agent',
      args: ['-D', '-a', agentSocket],
      logFile: path.join(lab.sshd.folder, 'agent.log'),
      ready: () => existsSync(agentSocket),
    })
    publicKeyLine = (await readFile(`${keyFile}.pub`, 'utf8')).trim()
  })
  afterAll(async () => {
    await agent.stop()
    await lab.stop()
  })

  test('is refused everything that the unrestricted key is granted, except to listen at a socket', async () => {
    await authorize('bob', publicKeyLine)
    expect(await whatIsGranted()).toEqual([
      ...['shell', 'command', 'pty', 'agent', 'x11', 'subsystem', 'remote port', 'any remote port', 'remote socket'],
      ...['another destination', 'another port'],
    ])
    await authorize('bob', restrictedKeyLine(publicKeyLine, mailPorts()))
    // sshd has no option against a socket; see the threat model.
    expect(await whatIsGranted()).toEqual(['remote socket'])
  }, 120_000)

  test('may listen, and nothing else, where the server is too old to forbid it', async () => {
    await authorize('bob', restrictedKeyLine(publicKeyLine, mailPorts(), 'OpenSSH_7.4'))
    expect(await whatIsGranted()).toEqual(['remote port', 'any remote port', 'remote socket'])
  }, 120_000)

  test('sends and fetches mail', async () => {
    await authorize('bob', restrictedKeyLine(publicKeyLine, mailPorts()))
    const [pop3, submission] = [await freePort(), await freePort()]
    const forwards = [`${pop3}:localhost:${lab.ports.pop3}`, `${submission}:localhost:${lab.ports.submission}`]
    const server = ['-i', keyFile, '-p', String(lab.sshd.port), '-l', 'bob', lab.sshd.host]
    const client = await startProcess({
      program: 'ssh',
      args: [...sshOptions, '-N', '-v', ...forwards.flatMap((forward) => ['-L', forward]), ...server],
      logFile: path.join(lab.sshd.folder, 'ssh.log'),
      ready: (log) => log.includes('Entering interactive session'),
    })
    try {
      await mustRun('swaks', [
        ...['--server', `127.0.0.1:${submission}`, '--tls', '--auth', 'PLAIN', '--auth-user', lab.user],
        ...['--auth-password', lab.password, '--from', lab.address, '--to', lab.address, '--header', 'Subject: through the gate'],
      ])
      await waitUntil(async () => (await lab.mailbox()).length === 1, { what: 'the message' })
      const { messages } = await fetchMessages({ port: pop3, user: lab.user, password: lab.password })
      expect(messages).toEqual([expect.arrayContaining(['Subject: through the gate'])])
    } finally {
      await client.stop()
    }
  })

  describe('prints the reason and ends', () => {
    for (const shell of shells)
      describeWith([shell], `where the log-in shell is ${shell}`, () => {
        test.each([[['id']], [[]]])('asked for %j', async (command) => {
          await authorize(shell, restrictedKeyLine(publicKeyLine, mailPorts()))
          const { code, stdout, stderr } = await ssh(['-T'], shell, command)
          expect(code).toBe(1)
          expect(stdout).not.toContain('uid=')
          expect(stdout).toContain(shell === 'nologin' ? 'not available' : refusal)
          expect(stderr).not.toMatch(/error|unknown/i)
        })
      })
  })
})
