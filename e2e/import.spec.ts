import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { describeWith } from '../main/testing/components.ts'
import { posternCommand, posternScript, type PosternCommand } from '../main/testing/postern-command.ts'
import { runProgram, type ProgramResult } from '../main/testing/run-program.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../main/testing/temporary-folder.ts'
import { makeTestKey } from '../main/testing/test-key.ts'

// Import of a set-up by hand, and export to a mail app and to OpenSSH, by the command alone.

const config = `
Host work
  HostName mail.example.org
  User bob
  IdentityFile ~/.ssh/id_ed25519
  ProxyCommand touch /tmp/postern-ran-it
  LocalForward 11110 popserver:110
Host home
  HostName home.example.org
  User alice
  LocalForward 11110 localhost:110
`
const line = 'ssh -C -f bob@mail.example.org -L 11110:popserver:110 sleep 5\n'

let folder: TemporaryFolder
let home: string
let env: NodeJS.ProcessEnv
let postern: PosternCommand
beforeEach(async () => {
  folder = await makeTemporaryFolder('e2e-import')
  home = path.join(folder.path, 'home')
  await mkdir(path.join(home, '.ssh'), { recursive: true })
  env = { ...process.env, HOME: home, LC_ALL: 'C.UTF-8', POSTERN_DATA_DIR: path.join(folder.path, 'data') }
  postern = posternCommand(path.join(folder.path, 'data'), { HOME: home })
})
afterEach(() => folder.remove())

const accounts = async (): Promise<unknown> => JSON.parse(await postern.must(['account', 'list', '--json'])) as unknown
const fromStdin = (stdin: string | Uint8Array, ...args: readonly string[]): Promise<ProgramResult> =>
  runProgram(process.execPath, [posternScript, 'import', '-', ...args], { env, stdin })

test('the recipe’s own line comes in from stdin', async () => {
  expect(await fromStdin(line, '--yes')).toMatchObject({ code: 0, stderr: '' })
  const forwards = [{ service: 'pop3', localPort: 11_110, destinationHost: 'popserver', destinationPort: 110 }]
  expect(await accounts()).toMatchObject([{ host: 'mail.example.org', user: 'bob', compression: true, forwards }])
})

test('without a terminal the account is shown and nothing is saved', async () => {
  const { code, stdout, stderr } = await fromStdin(line)
  expect(code).toBe(2)
  expect(stdout).toContain('127.0.0.1:11110 → popserver:110')
  expect(stderr).toContain('--yes')
  expect(await accounts()).toEqual([])
})

test('sessions of PuTTY come in as regedit exports them', async () => {
  const reg = [
    'Windows Registry Editor Version 5.00',
    '',
    '[HKEY_CURRENT_USER\\Software\\SimonTatham\\PuTTY\\Sessions\\work%20mail]',
    '"HostName"="mail.example.org"',
    '"UserName"="bob"',
    '"Protocol"="ssh"',
    '"PortNumber"=dword:00000016',
    '"PortForwardings"="L11110=popserver:110"',
    '',
  ].join('\r\n')
  expect(await fromStdin(Buffer.from(`\ufeff${reg}`, 'utf16le'), '--yes')).toMatchObject({ code: 0 })
  expect(await accounts()).toMatchObject([{ name: 'work mail', host: 'mail.example.org', forwards: [{ localPort: 11_110 }] }])
})

test('a file is imported whole, with other names and ports for those in use', async () => {
  const file = path.join(home, '.ssh/config')
  await writeFile(file, config)
  const first = await postern.must(['import', file, '--yes'])
  expect(first).toContain('ProxyCommand')
  expect(first).toContain('nothing that stands in a file is ever run')
  expect(await accounts()).toMatchObject([
    { name: 'work', identity: { kind: 'file', path: path.join(home, '.ssh/id_ed25519') }, forwards: [{ localPort: 11_110 }] },
    { name: 'home', forwards: [{ localPort: 12_110 }] },
  ])
  const again = JSON.parse(await postern.must(['import', file, '--yes', '--json'])) as unknown
  expect(again).toMatchObject([
    { name: 'work', saved: { name: 'work-2' } },
    { name: 'home', saved: { name: 'home-2' } },
  ])
  await expect(stat('/tmp/postern-ran-it')).rejects.toThrow('ENOENT')
})

test.each([
  ['a file that is not there', 'nowhere', 'there is no such file'],
  ['a folder', '.', 'it is not a file'],
])('%s is refused in words', async (_what, name, words) => {
  const { code, stderr } = await postern.run(['import', path.join(folder.path, name)])
  expect(code).toBe(2)
  expect(stderr).toContain(words)
})

/** Runs the command in a terminal, where `script` for expect(1) plays the person. */
const atTerminal = async (script: string, args: readonly string[]): Promise<ProgramResult> => {
  const file = path.join(folder.path, 'person.exp')
  await writeFile(file, script)
  return runProgram('expect', ['-f', file, process.execPath, posternScript, ...args], { env, timeoutMs: 60_000 })
}

describeWith(['expect'], 'a person at a terminal', () => {
  test('is asked for each account', async () => {
    const file = path.join(folder.path, 'config')
    await writeFile(file, config)
    const script = `
      set timeout 30
      spawn -noecho {*}$argv
      expect "Save the account work?"; send "n\\r"
      expect "Save the account home?"; send "y\\r"
      expect eof
      exit [lindex [wait] 3]`
    const { code } = await atTerminal(script, ['import', file])
    expect(code).toBe(2)
    expect(await accounts()).toMatchObject([{ name: 'home' }])
  })

  test('pastes a line, ends it with Ctrl+D, and is asked', async () => {
    const script = `
      set timeout 30
      spawn -noecho {*}$argv
      expect "Paste the text"; send "ssh bob@mail.example.org -L 11110:popserver:110\\r\\004"
      expect "Save the account"; send "y\\r"
      expect eof
      exit [lindex [wait] 3]`
    const { code } = await atTerminal(script, ['import', '-'])
    expect(code).toBe(0)
    expect(await accounts()).toMatchObject([{ host: 'mail.example.org', user: 'bob' }])
  })
})

test('accounts on this computer are discovered, and imported by their place', async () => {
  const key = makeTestKey()
  await writeFile(path.join(home, '.ssh/config'), config)
  await writeFile(path.join(home, '.ssh/id_ed25519'), key.privateKey)
  await mkdir(path.join(home, '.putty/sessions'), { recursive: true })
  await writeFile(path.join(home, '.putty/sessions/old%20mail'), 'HostName=old.example.org\nProtocol=ssh\nUserName=bob\n')
  const sessions = path.join(home, '.putty/sessions')
  expect(JSON.parse(await postern.must(['discover', '--json']))).toMatchObject([
    {
      origin: 'openssh',
      accounts: [{ name: 'work' }, { name: 'home' }],
      keys: [{ fingerprint: key.fingerprint, encrypted: false }],
    },
    { origin: 'putty', place: sessions, accounts: [{ name: 'old mail' }] },
  ])
  expect(await postern.must(['discover'])).toContain(`postern import ${sessions}`)
  await postern.must(['import', sessions, '--yes'])
  expect(await accounts()).toMatchObject([{ name: 'old mail', host: 'old.example.org' }])
})

test('an account is exported to a mail app and to OpenSSH', async () => {
  const forwards = ['--forward', 'pop3', '--forward', 'submission']
  await postern.must(['account', 'add', 'work', '--host', 'mail.example.org', '--user', 'bob', ...forwards])
  expect(await postern.must(['guide', 'work', 'thunderbird'])).toContain('11110')

  const file = path.join(folder.path, 'fetchmailrc')
  expect(await postern.must(['guide', 'work', 'fetchmail', '--write', file])).toContain(file)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const written = await readFile(file, 'utf8')
  expect(written).toContain('11110')

  await writeFile(file, 'mine')
  expect(await postern.run(['guide', 'work', 'fetchmail', '--write', file])).toMatchObject({ code: 2 })
  expect(await readFile(file, 'utf8')).toBe('mine')
  await postern.must(['guide', 'work', 'fetchmail', '--write', home])
  expect(await postern.run(['guide', 'work', 'pine'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('fetchmail') as string,
  })

  expect(await postern.must(['account', 'export', 'work'])).toMatch(/^Host work\n[\s\S]*HostName mail\.example\.org/)
  expect(await postern.must(['account', 'export', 'work', '--command'])).toMatch(/^ssh .*bob.*@mail\.example\.org/)
})
