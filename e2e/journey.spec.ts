import { connect } from 'node:net'
import path from 'node:path'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { describeWith } from '../main/testing/components.ts'
import { freePort, freePorts } from '../main/testing/free-port.ts'
import { mailLabComponents, startMailLab, type MailLab } from '../main/testing/mail-lab.ts'
import { posternCommand, posternScript, type PosternCommand } from '../main/testing/postern-command.ts'
import { mustRun, runProgram } from '../main/testing/run-program.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../main/testing/temporary-folder.ts'
import { readByCurl } from './mail-clients.ts'
import { statusOf } from './status.ts'

// A person's first tunnel, each test from an empty data folder: an account, a key, its install by one log-in with a password, up, check,
// down. The server is the lab's sshd, with bob's password.

const InstalledSchema = z.object({ line: z.string(), alreadyThere: z.boolean() })
const ChecksSchema = z.array(z.object({ id: z.string(), ok: z.boolean(), failure: z.looseObject({ code: z.string() }).nullable() }))

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })

describeWith([...mailLabComponents, 'curl', 'expect', 'ssh'], 'the first tunnel of a person', () => {
  let lab: MailLab
  let folder: TemporaryFolder
  let postern: PosternCommand
  let environment: NodeJS.ProcessEnv
  let local: Record<'pop3' | 'imap', number>
  const passphrase = 'a passphrase of the journey'

  beforeAll(async () => {
    lab = await startMailLab()
  })
  afterAll(() => lab.stop())
  beforeEach(async () => {
    folder = await makeTemporaryFolder('e2e-journey')
    local = await freePorts('pop3', 'imap')
    environment = { HOME: folder.path, SSH_AUTH_SOCK: undefined }
    postern = posternCommand(path.join(folder.path, 'data'), environment)
    await writeFile(lab.sshd.authorizedKeysFile, '')
  })
  afterEach(() => folder.remove())

  const addAccount = (...more: readonly string[]): Promise<string> => {
    const server = ['--host', lab.sshd.host, '--port', String(lab.sshd.port), '--user', lab.sshd.user]
    const forwards = (['pop3', 'imap'] as const).map((service) => `${service}=${local[service]}:localhost:${lab.ports[service]}`)
    return postern.must(['account', 'add', 'work', ...server, ...forwards.flatMap((forward) => ['--forward', forward]), ...more])
  }
  const trust = (): readonly string[] => ['--trust', lab.sshd.hostKeys()[0]!.fingerprint]
  const install = async () => {
    const output = await postern.must(['key', 'install', 'laptop', '--account', 'work', '--json'], {
      passphrase,
      password: lab.sshd.password!,
    })
    return InstalledSchema.parse(JSON.parse(output))
  }
  const addAccountWithKey = async (): Promise<void> => {
    await addAccount(...trust())
    await postern.must(['key', 'create', 'laptop'], { passphrase })
    await install()
  }

  test('one password log-in puts a restricted line on the server, and only once', async () => {
    await addAccount(...trust())
    await postern.must(['key', 'create', 'laptop'], { passphrase })
    const installed = await install()
    const permitted = [lab.ports.pop3, lab.ports.imap].map((port) => `permitopen="localhost:${port}"`)
    expect(installed.alreadyThere).toBe(false)
    expect(installed.line).toMatch(/^restrict,command="[^"]+",port-forwarding,.* ssh-ed25519 /)
    for (const permission of permitted) expect(installed.line).toContain(permission)
    expect(await install()).toEqual({ ...installed, alreadyThere: true })
    const lines = (await readFile(lab.sshd.authorizedKeysFile, 'utf8')).split('\n').filter((line) => line !== '')
    expect(lines).toEqual([installed.line])
    expect(lab.sshd.log()).toContain('Accepted password for bob')
  })

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'with the key alone the tunnel connects, is checked, and ends on %s',
    async (signal) => {
      await addAccountWithKey()
      const tunnel = await postern.up('work', { passphrase })
      expect(tunnel.ports).toEqual(local)
      const way = { port: local.imap, user: lab.user, password: lab.password, folder: folder.path }
      expect(await readByCurl(way, '', 'STATUS INBOX (MESSAGES)')).toContain('MESSAGES')
      expect(await statusOf(postern, 'work')).toMatchObject({ pid: tunnel.pid, state: { name: 'connected' } })
      const check = await postern.must(['check', 'work'], { passphrase })
      expect(check).toContain('+OK Dovecot')
      expect(check).toContain('* OK')

      expect(await tunnel.stop(signal)).toBe(0)
      expect(tunnel.events().at(-1)).toMatchObject({ event: 'stopped', exitCode: 0 })
      expect(await Promise.all([local.pop3, local.imap].map(isOpen))).toEqual([false, false])
      expect(await statusOf(postern, 'work')).toMatchObject({ pid: null, state: { name: 'stopped' } })
    },
  )

  test('a retrying tunnel ends on SIGTERM as cleanly as a connected one', async () => {
    await addAccountWithKey()
    const tunnel = await postern.up('work', { passphrase })
    lab.sshd.freeze()
    lab.sshd.dropConnections()
    await expect.poll(tunnel.log, { timeout: 20_000 }).toContain('"retrying"')
    expect(await tunnel.stop()).toBe(0)
    lab.sshd.thaw()
  })

  test('the key forwards only where it is permitted to', async () => {
    await addAccountWithKey()
    const elsewhere = `submission=${await freePort()}:localhost:${lab.ports.submission}`
    await postern.must(['account', 'edit', 'work', '--forward', elsewhere])
    const { code, stdout } = await postern.run(['check', 'work', '--json'], { passphrase })
    const checks = ChecksSchema.parse(JSON.parse(stdout))
    expect(checks.map(({ id, ok, failure }) => [id, ok, failure?.code])).toEqual([
      ['pop3', true, undefined],
      ['imap', true, undefined],
      ['submission', false, 'forwarding-prohibited'],
    ])
    // The exit code for a failure of a forward is 8 (docs/command-line.md).
    expect(code).toBe(8)
  })

  test('a wrong password is a log-in refused, and a stopped server is not', async () => {
    await addAccount(...trust())
    await postern.must(['key', 'create', 'laptop'], { passphrase })
    const wrong = await postern.run(['key', 'install', 'laptop', '--account', 'work'], { passphrase, password: 'wrong' })
    expect(wrong.code).toBe(6)
    await postern.must(['account', 'edit', 'work', '--port', String(await freePort())])
    const refused = await postern.run(['check', 'work'], { password: 'wrong' })
    expect(refused.code).toBe(3)
  })

  test('the first connection shows the host key and asks; a no connects nothing, a yes is remembered', async () => {
    await addAccount()
    const script = (answer: string, ends: string): string => `
set timeout 30
spawn ${process.execPath} ${posternScript} check work
expect -re {SHA256:[A-Za-z0-9+/]+}
puts "\\nSHOWN $expect_out(0,string)"
expect -re {\\? *[^\\n]*$}
send "${answer}\\r"
${ends}
lassign [wait] pid spawn_id os_error code
puts "\\nCODE $code"
`
    const env = { ...process.env, ...environment, LC_ALL: 'C.UTF-8', TERM: 'xterm', POSTERN_DATA_DIR: postern.dataDir }
    const asPerson = (answer: string, ends: string) =>
      runProgram('expect', ['-c', script(answer, ends)], { env, timeoutMs: 60_000 })
    const shown = `SHOWN ${lab.sshd.hostKeys()[0]!.fingerprint}`

    const no = await asPerson('no', 'expect eof')
    expect(no.stdout).toContain(shown)
    expect(no.stdout).toContain('CODE 5')
    expect(await postern.must(['known-hosts', 'list'])).not.toContain('SHA256:')

    const yes = await asPerson(
      'yes',
      `expect -nocase "password"\nsend "${lab.sshd.password!}\\r"\nexpect "+OK Dovecot"\nexpect eof`,
    )
    expect(yes.stdout).toContain(shown)
    expect(yes.stdout).toContain('CODE 0')
    // The typed password was not shown.
    expect(yes.stdout).not.toContain(lab.sshd.password!)
    expect(await postern.must(['known-hosts', 'list'])).toContain(lab.sshd.hostKeys()[0]!.fingerprint)
  })

  test('a host key that changed is refused, with both fingerprints', async () => {
    await addAccountWithKey()
    await postern.must(['account', 'edit', 'work', '--no-trust'])
    // The person's own known_hosts has another key.
    const ssh = path.join(folder.path, '.ssh')
    const other = path.join(ssh, 'other')
    await mkdir(ssh)
    await mustRun('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', other])
    await writeFile(path.join(ssh, 'known_hosts'), `[127.0.0.1]:${lab.sshd.port} ${await readFile(`${other}.pub`, 'utf8')}`)
    const fingerprint = (await mustRun('ssh-keygen', ['-l', '-f', other])).split(' ')[1]!
    const { code, stderr } = await postern.run(['check', 'work'], { passphrase })
    expect(code).toBe(5)
    expect(stderr).toContain(fingerprint)
    expect(stderr).toContain(lab.sshd.hostKeys()[0]!.fingerprint)
  })
})
