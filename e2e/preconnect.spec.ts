import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { describeWith } from '../main/testing/components.ts'
import { freePorts } from '../main/testing/free-port.ts'
import { environmentWithoutKeyring } from '../main/testing/keyring.ts'
import { mailLabComponents, startMailLab, type MailLab } from '../main/testing/mail-lab.ts'
import { posternCommand, posternScript, type PosternCommand } from '../main/testing/postern-command.ts'
import { runProgram } from '../main/testing/run-program.ts'
import { startProcess, type StartedProcess } from '../main/testing/started-process.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../main/testing/temporary-folder.ts'
import { waitUntil } from '../main/testing/wait-until.ts'
import { sendBySwaks } from './mail-clients.ts'
import { statusOf } from './status.ts'

// A real fetchmail whose .fetchmailrc has `preconnect "postern up work --linger …"`, with an application on the data folder and without one.

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describeWith([...mailLabComponents, 'fetchmail', 'swaks'], 'postern up --linger', () => {
  let lab: MailLab
  let folder: TemporaryFolder
  let postern: PosternCommand
  let environment: NodeJS.ProcessEnv
  let local: Record<'pop3' | 'submission', number>
  let application: StartedProcess | undefined

  beforeAll(async () => {
    lab = await startMailLab()
  })
  afterAll(() => lab.stop())
  beforeEach(async () => {
    folder = await makeTemporaryFolder('e2e-preconnect')
    local = await freePorts('pop3', 'submission')
    const bin = path.join(folder.path, 'bin')
    await mkdir(bin)
    await writeFile(path.join(bin, 'postern'), `#!/bin/sh\nexec '${process.execPath}' '${posternScript}' "$@"\n`)
    await chmod(path.join(bin, 'postern'), 0o755)
    environment = {
      ...environmentWithoutKeyring(),
      HOME: folder.path,
      SSH_AUTH_SOCK: undefined,
      LC_ALL: 'C.UTF-8',
      PATH: `${bin}:${process.env['PATH'] ?? ''}`,
      POSTERN_DATA_DIR: path.join(folder.path, 'data'),
    }
    postern = posternCommand(path.join(folder.path, 'data'), environment)
    const { sshd } = lab
    const server = ['--host', sshd.host, '--port', String(sshd.port), '--user', sshd.user, '--key', sshd.clientKeyFile]
    const forwards = (['pop3', 'submission'] as const).flatMap((service) => [
      ...['--forward', `${service}=${local[service]}:localhost:${lab.ports[service]}`],
    ])
    await postern.must(['account', 'add', 'work', ...server, '--trust', sshd.hostKeys()[0]!.fingerprint, ...forwards])
  })
  afterEach(async () => {
    await application?.stop()
    application = undefined
    // No process may stay behind, whatever the result of the test.
    await postern.run(['down', 'work'])
    await folder.remove()
  })

  const startApplication = async (): Promise<StartedProcess> =>
    (application = await startProcess({
      program: process.execPath,
      args: [posternScript, 'web', '--no-open', '--json'],
      logFile: path.join(folder.path, 'web.log'),
      env: environment,
      ready: (log) => log.includes('"listening"'),
    }))

  const logIns = (): number => lab.sshd.log().split('Accepted publickey').length - 1
  const isDown = (): Promise<void> =>
    waitUntil(async () => (await statusOf(postern, 'work')).state.name === 'stopped', {
      what: 'the tunnel to end by its linger',
      timeoutMs: 30_000,
      everyMs: 300,
    })

  /** One poll by the person's own .fetchmailrc. Returns the fetched messages. */
  const poll = async (linger: number): Promise<string> => {
    const [config, taken] = [path.join(folder.path, '.fetchmailrc'), path.join(folder.path, 'taken')]
    await writeFile(taken, '')
    await writeFile(
      config,
      `poll postern-work via 127.0.0.1
    protocol pop3 port ${local.pop3}
    user "${lab.user}" password "${lab.password}" nokeep fetchall sslproto ''
    preconnect "postern up work --linger ${linger}"
    mda "cat >> ${taken}"
`,
      { mode: 0o600 },
    )
    const { code, stdout, stderr } = await runProgram(
      'fetchmail',
      ['--nosyslog', '--pidfile', path.join(folder.path, 'fetchmail.pid')],
      { env: environment, timeoutMs: 60_000 },
    )
    expect(code, stdout + stderr).toBe(0)
    return readFile(taken, 'utf8')
  }

  const send = async (subject: string): Promise<void> => {
    await sendBySwaks({ port: lab.ports.submission, user: lab.user, password: lab.password, folder: folder.path }, subject)
    await waitUntil(async () => (await lab.mailbox()).length > 0, { what: 'the message in the mailbox' })
  }

  test('as fetchmail’s preconnect carries mail without a running Postern, logs in once for each poll, and leaves no process behind', async () => {
    const before = logIns()
    for (const subject of ['first poll', 'second poll']) {
      await send(subject)
      expect(await poll(3)).toContain(`Subject: ${subject}`)
      const { pid } = await statusOf(postern, 'work')
      await isDown()
      if (pid !== null) await waitUntil(() => !isAlive(pid), { what: 'the engine to be gone' })
    }
    expect(logIns() - before).toBe(2)
  })

  test('as fetchmail’s preconnect uses the tunnel of a running application, which goes on without it', async () => {
    const { pid } = await startApplication()
    const before = logIns()
    await send('through the application')
    const polled = poll(4)
    expect(await polled).toContain('Subject: through the application')
    await isDown()
    expect(logIns() - before).toBe(1)
    expect(isAlive(pid)).toBe(true)
    expect(await postern.must(['status'])).toContain(`process ${pid}`)
  })

  test('starts one engine for any number of commands at once, which down ends', async () => {
    const before = logIns()
    const asked = await Promise.all([1, 2, 3].map(() => postern.must(['up', 'work', '--linger', 'never', '--json'])))
    for (const answer of asked) expect(JSON.parse(answer)).toMatchObject({ event: 'ready', account: 'work' })
    expect(logIns() - before).toBe(1)
    const { pid, state } = await statusOf(postern, 'work')
    expect(state.name).toBe('connected')
    expect(await postern.run(['up', 'work'])).toMatchObject({ code: 2 })
    expect(await postern.must(['check', 'work'])).toContain('+OK Dovecot')
    expect(JSON.parse(await postern.must(['down', 'work', '--json']))).toMatchObject({ account: 'work', pid })
    await waitUntil(() => !isAlive(pid!), { what: 'the engine to be gone' })
    expect(await postern.must(['down', 'work'])).toBe('No tunnel of work is up.\n')
  })

  test('runs in the application, like up without a linger, and so do down and check', async () => {
    const { pid } = await startApplication()
    expect(await postern.must(['up', 'work'])).toContain(`process ${pid}`)
    expect(await statusOf(postern, 'work')).toMatchObject({ pid, state: { name: 'connected' } })
    expect(await postern.must(['check', 'work'])).toContain('+OK Dovecot')
    expect(JSON.parse(await postern.must(['down', 'work', '--json']))).toMatchObject({ pid })
    expect(await statusOf(postern, 'work')).toMatchObject({ pid: null, state: { name: 'stopped' } })
    const second = await postern.run(['web', '--no-open'])
    expect(second).toMatchObject({ code: 2 })
    expect(second.stderr).toContain(`process ${pid}`)
  })

  test('ends the tunnel of another terminal, which reports it', async () => {
    const tunnel = await postern.up('work')
    await postern.must(['up', 'work', '--linger', '5'])
    await postern.must(['down', 'work'])
    // A signal that comes while it ends by itself would end it at once.
    expect(await tunnel.exited).toBe(0)
    expect(tunnel.events().at(-1)).toMatchObject({ event: 'stopped', exitCode: 0 })
  })

  test('asks on behalf of its engine, which has no terminal, and reports the engine’s failure', async () => {
    const passphrase = 'a passphrase of the engine'
    await postern.must(['account', 'edit', 'work', '--auth', 'password'])
    expect(await postern.run(['up', 'work', '--linger', '2'])).toMatchObject({ code: 7 })
    expect(await postern.run(['up', 'work', '--linger', '2'], { password: passphrase })).toMatchObject({ code: 6 })
    expect(await postern.run(['up', 'work', '--linger', '2'], { password: lab.sshd.password! })).toMatchObject({ code: 0 })
    await isDown()
  })
})
