import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { describeWith } from '../../testing/components.ts'
import { freePort } from '../../testing/free-port.ts'
import { posternCommand, posternScript, type PosternCommand } from '../../testing/postern-command.ts'
import { mustRun, runProgram } from '../../testing/run-program.ts'
import { sampleCertificate } from '../../testing/seen-certificates.ts'
import { startSshd, type Sshd } from '../../testing/sshd.ts'
import { fateAt } from '../../testing/tcp-ends.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../../testing/temporary-folder.ts'
import { waitUntil } from '../../testing/wait-until.ts'

let temporary: TemporaryFolder
let postern: PosternCommand
let count = 0

beforeAll(async () => {
  temporary = await makeTemporaryFolder('cli')
})
beforeEach(() => {
  postern = posternCommand(path.join(temporary.path, `data-${++count}`))
})
afterAll(() => temporary.remove())

const json = async (...args: string[]): Promise<unknown> => JSON.parse(await postern.must([...args, '--json'])) as unknown
const add = (...args: string[]): Promise<string> =>
  postern.must(['account', 'add', 'work', '--host', 'a.example', '--user', 'bob', ...args])

describe('accounts', () => {
  test('are added, listed, changed and removed', async () => {
    await add('--forward', 'pop3', '--forward', 'submission=2587:smtp.lan:587', '--auth', 'key,password')
    const pop3 = {
      id: 'pop3',
      service: 'pop3',
      localPort: 11_110,
      destinationHost: 'localhost',
      destinationPort: 110,
      enabled: true,
    }
    const submission = { id: 'submission', localPort: 2587, destinationHost: 'smtp.lan' }
    expect(await json('account', 'list')).toMatchObject([{ name: 'work', port: 22, identity: null, forwards: [pop3, submission] }])

    const pin = `SHA256:${'A'.repeat(43)}`
    const change = ['--host', 'b.example', '--port', '2222', '--compression', '--trust', pin, '--key', '/k', '--name', 'office']
    await postern.must(['account', 'edit', 'work', ...change, '--disable-forward', 'pop3', '--remove-forward', 'submission'])
    expect(await json('account', 'show', 'office')).toMatchObject({
      host: 'b.example',
      port: 2222,
      user: 'bob',
      authentication: ['key', 'password'],
      compression: true,
      trustedFingerprint: pin,
      identity: { kind: 'file', path: '/k' },
      forwards: [{ ...pop3, enabled: false }],
    })

    await postern.must(['account', 'edit', 'office', '--no-trust', '--no-compression', '--no-identity', '--forward', 'imap'])
    expect(await json('account', 'show', 'office')).toMatchObject({
      compression: false,
      trustedFingerprint: null,
      identity: null,
      forwards: [{ id: 'pop3' }, { id: 'imap' }],
    })

    expect(await postern.run(['account', 'remove', 'office'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--yes') as string,
    })
    await postern.must(['account', 'remove', 'office', '--yes'])
    expect(await json('account', 'list')).toEqual([])
  })

  test('connect at the person’s command, or on first use', async () => {
    await add()
    expect(await json('account', 'show', 'work')).toMatchObject({ connect: 'manual' })
    expect(await postern.must(['account', 'edit', 'work', '--connect', 'on-first-use'])).toMatch(/Connects +when a mail app calls/)
    expect(await json('account', 'show', 'work')).toMatchObject({ connect: 'on-first-use' })
    await postern.must(['account', 'edit', 'work', '--connect', 'at-start'])
    expect(await json('account', 'show', 'work')).toMatchObject({ connect: 'at-start' })
    await postern.must(['account', 'edit', 'work', '--connect', 'manual'])
    expect(await json('account', 'show', 'work')).toMatchObject({ connect: 'manual' })
  })

  test('have a linger of their own, or that of the settings', async () => {
    await add('--connect', 'on-first-use', '--linger', '60')
    expect(await json('account', 'show', 'work')).toMatchObject({ linger: 60 })
    expect(await postern.must(['account', 'show', 'work'])).toMatch(/Disconnects +when unused for 60 s/)
    expect(await postern.must(['account', 'edit', 'work', '--linger', 'never'])).toMatch(/Disconnects +never by itself/)
    expect(await json('account', 'show', 'work')).toMatchObject({ linger: 'never' })
    expect(await postern.must(['account', 'edit', 'work', '--linger', 'default'])).not.toMatch('Disconnects')
    expect(await json('account', 'show', 'work')).toMatchObject({ linger: null })
  })

  test('get local ports that no other account has', async () => {
    await add('--forward', 'pop3')
    await postern.must(['account', 'add', 'home', '--host', 'a', '--user', 'b', '--forward', 'pop3'])
    expect(await json('account', 'show', 'home')).toMatchObject({ forwards: [{ localPort: 12_110 }] })
  })

  test('jump through each other by name', async () => {
    await add()
    await postern.must(['account', 'add', 'inner', '--host', 'b', '--user', 'b', '--jump', 'work'])
    expect(await json('account', 'show', 'inner')).toMatchObject({ jump: 'work' })
    await postern.must(['account', 'edit', 'inner', '--no-jump'])
    expect(await json('account', 'show', 'inner')).toMatchObject({ jump: null })
  })
})

describe('a mistake', () => {
  test.each([
    [['account', 'add', 'x', '--host', '-oProxyCommand=sh'], 2, 'it takes a host name or an address'],
    [['account', 'add', 'x', '--host', 'a', '--forward', '0.0.0.0:1:a:2'], 2, '127.0.0.1 or ::1 alone'],
    [['account', 'add', 'x', '--host', 'a', '--linger', '0'], 2, '1 to 86400'],
    [['account', 'add', 'x', '--host', 'a', '--trust', 'SHA256:half'], 2, '43 characters'],
    [['account', 'add', 'x', '--host', 'a', '--connect', 'sometimes'], 2, 'on-first-use'],
    [['account', 'show', 'nobody'], 2, 'There is no account nobody.'],
    [['up', 'nobody'], 2, 'There is no account nobody.'],
    [['key', 'show', 'nothing'], 2, 'There is no key nothing.'],
    [['key', 'import', 'x', '/nonexistent'], 6, 'is not there'],
    [['key', 'create', 'x'], 7, 'is needed'],
    [['key', 'passphrase', 'nothing', '--keychain'], 2, 'There is no key nothing.'],
    [['key', 'create', 'x', '--passphrase-fd', '3'], 2, 'not open for reading'],
    [['key', 'create', 'x', '--passphrase', 'secret'], 2, 'There is no option --passphrase.'],
    [['known-hosts', 'remove', 'nowhere'], 2, 'no host key of nowhere'],
    [['certificates', 'remove', 'nowhere:993'], 2, 'no certificate of nowhere:993'],
    [['certificates', 'show', 'nowhere', '--account', 'nobody'], 2, 'no account nobody'],
    [['stauts'], 2, 'Did you mean status?'],
  ])('%j ends with %i and says what to do', async (args, code, words) => {
    const result = await postern.run(args)
    expect(result).toMatchObject({ code, stdout: '' })
    expect(result.stderr).toContain(words)
    // What is, and what to do next; never a stack.
    expect(result.stderr.trimEnd().split('\n')).toHaveLength(2)
  })

  test('is reported in Dutch to a person who speaks it', async () => {
    const dutch = posternCommand(postern.dataDir, { LC_ALL: 'nl_NL.UTF-8' })
    expect((await dutch.run(['account', 'show', 'niemand'])).stderr).toContain('Er is geen account niemand.')
    expect((await dutch.run(['up'])).stderr).toContain('Bij deze opdracht hoort account.')
    expect((await dutch.run(['up', '--help'])).stdout).toContain('Voorbeelden:')
  })
})

test('a key name that is taken is refused before a passphrase is asked for', async () => {
  await postern.must(['key', 'create', 'laptop'], { passphrase: 'hunter2' })
  expect(await postern.run(['key', 'create', 'Laptop'])).toMatchObject({ code: 2 })
  expect(await postern.run(['key', 'create', 'a b'])).toMatchObject({ code: 2 })
})

test('a passphrase is taken from the standard input', async () => {
  const command = [posternScript, 'key', 'create', 'piped', '--passphrase-fd', '0']
  const { code, stderr } = await runProgram(process.execPath, command, {
    stdin: 'hunter2\n',
    env: { ...process.env, LC_ALL: 'C.UTF-8', POSTERN_DATA_DIR: postern.dataDir },
  })
  expect([code, stderr]).toEqual([0, ''])
})

test('a passphrase is changed by two descriptors, and neither is shown', async () => {
  await postern.must(['key', 'create', 'laptop'], { passphrase: 'canary-old' })
  const { file } = (await json('key', 'show', 'laptop')) as { file: string }
  const change = (old: string) =>
    runProgram(
      process.execPath,
      [posternScript, 'key', 'passphrase', 'Laptop', '--passphrase-fd', '3', '--new-passphrase-fd', '4', '--debug'],
      { env: { ...process.env, LC_ALL: 'C.UTF-8', POSTERN_DATA_DIR: postern.dataDir }, descriptors: [old, 'canary-new'] },
    )
  const wrong = await change('canary-other')
  expect(wrong).toMatchObject({ code: 6, stdout: '' })
  const right = await change('canary-old')
  expect(right).toMatchObject({ code: 0, stdout: 'The key laptop has a new passphrase.\n' })
  expect(JSON.stringify([wrong, right])).not.toContain('canary')
  await mustRun('ssh-keygen', ['-y', '-P', 'canary-new', '-f', file])
  expect(await postern.run(['key', 'passphrase', 'laptop'])).toMatchObject({ code: 7 })
})

test('a key that an account logs in with is removed only with the explicit option', async () => {
  await postern.must(['key', 'create', 'laptop'], { passphrase: 'hunter2' })
  await add('--identity', 'laptop')
  const refused = await postern.run(['key', 'remove', 'laptop', '--yes'])
  expect(refused).toMatchObject({ code: 2, stdout: '' })
  expect(refused.stderr).toContain('postern key remove laptop --even-in-use')
  await postern.must(['key', 'remove', 'laptop', '--even-in-use', '--yes'])
  expect(await json('key', 'list')).toEqual([])
  expect(await json('account', 'show', 'work')).toMatchObject({ identity: null })
})

test('a status without a running tunnel is no failure', async () => {
  await add('--forward', 'pop3')
  expect(await postern.must(['status'])).toMatch(/No tunnel is up\.\nwork {2}bob@a\.example:22 {2}Stopped/)
  expect(await json('status')).toMatchObject([{ account: 'work', pid: null, state: { name: 'stopped' } }])
})

test('Tab completes commands, accounts and keys', async () => {
  await add()
  await postern.must(['key', 'create', 'laptop'], { passphrase: 'hunter2' })
  const complete = async (...words: string[]): Promise<string[]> =>
    (await postern.must(['complete', '--', ...words])).split('\n').map((line) => line.split('\t')[0] ?? '')
  expect(await complete('kno')).toContain('known-hosts')
  expect(await complete('up', '')).toContain('work')
  expect(await complete('key', 'show', '')).toContain('laptop')
  expect(await complete('key', 'passphrase', '')).toContain('laptop')
  expect(await complete('account', 'edit', 'work', '--identity', '')).toContain('laptop')
  expect(await complete('account', 'add', 'x', '--connect', '')).toEqual(expect.arrayContaining(['manual', 'on-first-use']))
  expect(await postern.must(['completion', 'bash'])).toContain('postern complete')
})

describe('certificates', () => {
  const pinned = (sshHost: string, by: 'person' | 'host-key') => ({
    destination: { sshHost, sshPort: 22, host: 'localhost', port: 143 },
    certificate: sampleCertificate(),
    faults: ['self-signed', 'other-name'],
    pinnedAt: '2026-03-02T09:30:00.000Z',
    by,
  })
  beforeEach(async () => {
    await add('--forward', 'imap')
    const pins = [pinned('a.example', 'host-key'), pinned('b.example', 'person')]
    await writeFile(path.join(postern.dataDir, 'certificates.json'), JSON.stringify({ version: 1, pins }), { mode: 0o600 })
  })

  test('are listed and shown, for people and for scripts', async () => {
    const list = await postern.must(['certificates', 'list'])
    for (const part of ['localhost:143', 'a.example:22', '2 March 2026', '1 January 2036', sampleCertificate().fingerprint])
      expect(list).toContain(part)
    expect(await json('certificates', 'list')).toMatchObject([{ sshHost: 'a.example' }, { sshHost: 'b.example' }])
    const shown = await postern.must(['certificates', 'show', 'localhost:143', '--account', 'work'])
    for (const part of ['since the mail server is on the SSH server', 'it signed itself', 'it is made out to mail.example.org'])
      expect(shown).toContain(part)
    expect(shown).not.toContain('b.example')
    expect(await json('certificates', 'show', 'LOCALHOST', '--account', 'work')).toEqual([
      {
        host: 'localhost',
        port: 143,
        sshHost: 'a.example',
        sshPort: 22,
        ...sampleCertificate(),
        faults: ['self-signed', 'other-name'],
        pinnedAt: '2026-03-02T09:30:00.000Z',
        by: 'host-key',
      },
    ])
  })

  test('are forgotten, of one SSH server or of all', async () => {
    expect(await postern.must(['certificates', 'remove', 'localhost:143', '--account', 'work'])).toContain('1 certificate')
    expect(await json('certificates', 'list')).toMatchObject([{ sshHost: 'b.example' }])
    await postern.must(['certificates', 'remove', 'localhost:143'])
    expect(await postern.must(['certificates', 'list'])).toContain('No certificates are kept')
  })
})

// Types at a terminal like a person. `steps` are lines of expect(1). Returns the exit code and the whole text of the screen.
const atTerminal = async (args: readonly string[], steps: readonly string[]): Promise<{ code: number; screen: string }> => {
  const script = path.join(temporary.path, `person-${++count}.exp`)
  const lines = [
    'set timeout 30',
    `spawn -noecho {${process.execPath}} {${posternScript}} ${args.map((arg) => `{${arg}}`).join(' ')}`,
    'expect_after { timeout { puts "TIMEOUT"; exit 99 } }',
    ...steps,
    'expect eof',
    'puts "EXIT [lindex [wait] 3]"',
  ]
  await writeFile(script, lines.join('\n'))
  const env = { ...process.env, LC_ALL: 'C.UTF-8', POSTERN_DATA_DIR: postern.dataDir }
  const { stdout } = await runProgram('expect', [script], { env, timeoutMs: 60_000 })
  return { code: Number(/EXIT (\d+)/.exec(stdout)?.[1] ?? -1), screen: stdout }
}

describeWith(['expect', 'ssh-keygen'], 'a passphrase at the terminal', () => {
  test('is asked twice, until both are the same, and never shown', async () => {
    const { code, screen } = await atTerminal(
      ['key', 'create', 'laptop'],
      [
        'expect "New passphrase:"; send "canary-one\\r"',
        'expect "same again:"; send "canary-two\\r"',
        'expect "not the same. New passphrase:"; send "\\r"',
        'expect "always encrypted"; send "canary-three\\r"',
        'expect "same again:"; send "canary-three\\r"',
      ],
    )
    expect(code).toBe(0)
    expect(screen).not.toContain('canary')
    const { file } = (await json('key', 'show', 'laptop')) as { file: string }
    await mustRun('ssh-keygen', ['-y', '-P', 'canary-three', '-f', file])
  })

  test.each([
    ['Ctrl+C', '\\003'],
    ['Ctrl+D', '\\004'],
  ])('is left by %s, and nothing is made', async (_key, code) => {
    const result = await atTerminal(['key', 'create', 'laptop'], [`expect "New passphrase:"; send "${code}"`])
    expect(result.code).toBe(130)
    expect(await json('key', 'list')).toEqual([])
  })
})

describeWith(['sshd', 'ssh-keygen', 'expect', 'root'], 'a tunnel', () => {
  let sshd: Sshd
  // Not POP3's own 11110, which another test may hold at the same time.
  let port: number
  beforeAll(async () => {
    sshd = await startSshd()
    port = await freePort()
  })
  afterAll(() => sshd.stop())
  const fingerprint = (): string => sshd.hostKeys()[0]!.fingerprint
  const addLab = (...more: string[]): Promise<string> => {
    const server = ['--host', sshd.host, '--port', String(sshd.port), '--user', sshd.user, '--auth', 'password']
    return postern.must(['account', 'add', 'lab', ...server, '--forward', `pop3=${port}:localhost:110`, ...more])
  }
  const secrets = (): { password: string } => ({ password: sshd.password! })

  test('shows the host key, accepts no half answer, asks for the password and connects', async () => {
    await addLab()
    const { code, screen } = await atTerminal(
      ['up', 'lab'],
      [
        'expect "Trust this key?"; send "y\\r"',
        `expect "whole word"; send "\\025${fingerprint()}\\r"`,
        `expect "Password for"; send "${sshd.password!}\\r"`,
        `expect "127.0.0.1:${port}"; expect "Ctrl+C stops"; send "\\003"`,
        'expect "Stopped."',
      ],
    )
    expect(code).toBe(0)
    expect(screen).toContain(fingerprint())
    expect(screen).not.toContain(sshd.password)
    expect(await json('known-hosts', 'list')).toEqual(
      expect.arrayContaining([expect.objectContaining({ fingerprint: fingerprint(), ours: true })]),
    )
  })

  test('is not connected if the host key is answered with Enter', async () => {
    await addLab()
    const { code, screen } = await atTerminal(['up', 'lab'], ['expect "Trust this key?"; send "\\r"'])
    expect(code).toBe(5)
    expect(screen).not.toContain('Password for')
  })

  test('ends by Ctrl+C at the question', async () => {
    await addLab()
    expect((await atTerminal(['up', 'lab'], ['expect "Trust this key?"; send "\\003"'])).code).toBe(0)
    expect((await atTerminal(['check', 'lab'], ['expect "Trust this key?"; send "\\003"'])).code).toBe(130)
  })

  test('without a terminal does not trust an unknown host key, and names the option for it', async () => {
    await addLab()
    const { code, stdout, stderr } = await postern.run(['up', 'lab', '--json'], secrets())
    expect(code).toBe(5)
    expect(stderr + stdout).toContain(`--trust ${fingerprint()}`)
    expect(stdout.trimEnd().split('\n').at(-1)).toContain('"event":"stopped"')
  })

  test('shows its log in Dutch with --verbose, and keeps names and values in the file', async () => {
    postern = posternCommand(postern.dataDir, { LC_ALL: 'nl_NL.UTF-8' })
    await addLab()
    const { stderr } = await postern.run(['--verbose', 'up', 'lab'])
    const lines = stderr.split('\n').filter((line) => /^\d\d:\d\d:\d\d /.test(line))
    expect(lines.map((line) => line.slice('00:00:00 '.length))).toEqual([
      'lab: verbinden, poging 1',
      `lab: ${sshd.host} bereikt op poort ${sshd.port}`,
      expect.stringMatching(/^lab: op \S+ draait OpenSSH_\S+/),
      expect.stringMatching(/^lab: mislukt; wacht op jou: De serversleutel van/),
      'lab: gestopt',
    ])
    const file = await readFile(path.join(postern.dataDir, 'logs/postern.log'), 'utf8')
    expect(file).toContain('"account":"lab","entry":{"name":"connecting","attempt":1}}')
  })

  test('shows its status in another terminal, runs only once, and ends cleanly', async () => {
    await addLab('--trust', fingerprint())
    const tunnel = await postern.up('lab', secrets())
    expect(await json('status')).toMatchObject([
      {
        account: 'lab',
        pid: tunnel.pid,
        state: { name: 'connected' },
        forwards: [{ id: 'pop3', listener: { name: 'listening' } }],
      },
    ])
    expect(await postern.must(['status'])).toMatch(/lab {2}.*Connected for \d+ s.*process \d+/)
    expect(await postern.run(['up', 'lab'], secrets())).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`process ${tunnel.pid}`) as string,
    })
    expect(await tunnel.stop('SIGINT')).toBe(0)
    expect(tunnel.events().at(-1)).toMatchObject({ event: 'stopped', exitCode: 0 })
    expect(await json('status')).toMatchObject([{ pid: null, state: { name: 'stopped' } }])
  })

  test('on first use is ready before SSH is, and connects when one of its ports is called', async () => {
    await addLab('--trust', fingerprint(), '--connect', 'on-first-use')
    const tunnel = await postern.up('lab', secrets())
    const states = () =>
      tunnel.events().flatMap(({ event, state }) => (event === 'state' ? [(state as { name: string }).name] : []))
    expect(states()).toEqual(['waiting'])
    expect(await postern.must(['status'])).toMatch(/lab {2}.*Connects when a mail app calls/)
    void fateAt(tunnel.ports['pop3']!)
    await waitUntil(() => states().includes('connected'), { what: 'the connection' })
    expect(states()).toEqual(['waiting', 'connecting', 'connected'])
    expect(await tunnel.stop()).toBe(0)
  })

  test('on first use prints the ports at which it waits', async () => {
    await addLab('--trust', fingerprint(), '--connect', 'on-first-use')
    const steps = [
      `expect "when a mail app calls"; expect "127.0.0.1:${port}"; expect "Ctrl+C stops"; send "\\003"`,
      'expect "Stopped."',
    ]
    const { code, screen } = await atTerminal(['up', 'lab'], steps)
    expect(code).toBe(0)
    expect(screen).not.toContain('Connecting')
  })

  test('with a linger asks in the terminal and goes on in the background, until down', async () => {
    await addLab()
    const steps = [
      `expect "Trust this key?"; send "${fingerprint()}\\r"`,
      `expect "Password for"; send "${sshd.password!}\\r"`,
      `expect "127.0.0.1:${port}"; expect "postern down lab"`,
    ]
    expect((await atTerminal(['up', 'lab', '--linger', 'never'], steps)).code).toBe(0)
    expect(await json('status')).toMatchObject([{ state: { name: 'connected' } }])
    expect(await postern.must(['down', 'lab'])).toContain('is down')
    expect(await json('status')).toMatchObject([{ pid: null, state: { name: 'stopped' } }])
  })

  test('with a linger ends by Ctrl+C at the question, and no process stays in the background', async () => {
    await addLab()
    const steps = ['expect "Trust this key?"; send "\\003"']
    expect((await atTerminal(['up', 'lab', '--linger', 'never'], steps)).code).toBe(130)
    await waitUntil(async () => (await readdir(path.join(postern.dataDir, 'run'))).length === 0, { what: 'the engine to be gone' })
    expect(await postern.must(['down', 'lab'])).toBe('No tunnel of lab is up.\n')
  })

  test('that was killed does not stop the next one', async () => {
    await addLab('--trust', fingerprint())
    const killed = await postern.up('lab', secrets())
    process.kill(killed.pid, 'SIGKILL')
    const next = await postern.up('lab', secrets())
    expect(await json('status')).toMatchObject([{ pid: next.pid }])
    expect(await next.stop()).toBe(0)
  })
})
