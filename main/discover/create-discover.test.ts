import { mkdir, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FoundOnComputer } from '../../contract/imported-account.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts'
import { makeTestKey, type TestKey } from '../testing/test-key.ts'
import { createDiscover, type DiscoverOptions } from './create-discover.ts'
import type { QueryRegistry } from './query-registry.ts'

let temporary: TemporaryFolder
let home: string
let key: TestKey
beforeEach(async () => {
  temporary = await makeTemporaryFolder('discover')
  home = path.join(temporary.path, 'bob')
  key = makeTestKey()
})
afterEach(() => temporary.remove())

/** Writes files with paths relative to the temporary folder. */
const tree = async (files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(temporary.path, name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, text)
  }
}

const emptyRegistry: QueryRegistry = () => Promise.reject(new Error('The system was unable to find the specified registry key'))

const discover = (options: Partial<DiscoverOptions> = {}): Promise<readonly FoundOnComputer[]> =>
  createDiscover({ platform: 'linux', home, userName: 'bob', cygwinRoots: [], queryRegistry: emptyRegistry, ...options })()

const config = `
Host work
  HostName mail.example.org
  User bob
  IdentityFile ~/.ssh/work_key
  LocalForward 11110 popserver:110
`

const foundKey = (...names: readonly string[]) => ({
  path: path.join(temporary.path, ...names),
  type: 'ed25519',
  fingerprint: key.fingerprint,
  encrypted: false,
})

test('without any set-up the result is empty', async () => {
  await mkdir(path.join(home, '.ssh'), { recursive: true })
  expect(await discover()).toEqual([])
  expect(await discover({ home: path.join(temporary.path, 'nobody') })).toEqual([])
})

describe('in ~/.ssh', () => {
  test('the servers of the configuration are found, with their keys', async () => {
    await tree({ 'bob/.ssh/config': config, 'bob/.ssh/work_key': key.privateKey })
    expect(await discover()).toMatchObject([
      {
        origin: 'openssh',
        place: path.join(home, '.ssh/config'),
        accounts: [
          {
            source: 'ssh-config',
            name: 'work',
            host: 'mail.example.org',
            user: 'bob',
            identityFile: path.join(home, '.ssh/work_key'),
            forwards: [{ bindPort: 11_110, destinationHost: 'popserver', destinationPort: 110 }],
          },
        ],
        keys: [foundKey('bob/.ssh/work_key')],
      },
    ])
  })

  test('keys are found without a configuration, and no other file counts as a key', async () => {
    await tree({
      'bob/.ssh/id_ed25519': key.privateKey,
      'bob/.ssh/id_ed25519.pub': key.publicKey,
      'bob/.ssh/known_hosts': `mail.example.org ${key.publicKey}\n`,
      'bob/.ssh/authorized_keys': key.publicKey,
      'bob/.ssh/damaged': key.privateKey.slice(0, 120),
      'bob/.ssh/huge': key.privateKey + ' '.repeat(100_000),
      'bob/.ssh/folder/id_ed25519': key.privateKey,
    })
    await symlink('nowhere', path.join(home, '.ssh/dangling'))
    await symlink('id_ed25519', path.join(home, '.ssh/again'))
    expect(await discover()).toEqual([
      { origin: 'openssh', place: path.join(home, '.ssh'), accounts: [], keys: [foundKey('bob/.ssh/id_ed25519')] },
    ])
  })

  test('a key in another folder is found if the configuration names it', async () => {
    const elsewhere = path.join(temporary.path, 'keys/work')
    await tree({ 'bob/.ssh/config': config.replace('~/.ssh/work_key', elsewhere), 'keys/work': key.privateKey })
    expect((await discover())[0]?.keys).toEqual([foundKey('keys/work')])
  })

  test('keys are found beside a configuration without a server', async () => {
    await tree({ 'bob/.ssh/config': 'Host *\n  Compression yes\n', 'bob/.ssh/id_ed25519': key.privateKey })
    expect(await discover()).toMatchObject([{ accounts: [], keys: [foundKey('bob/.ssh/id_ed25519')] }])
  })

  test('a configuration that is not a person’s text is ignored', async () => {
    await tree({ 'bob/.ssh/config': `${config}\n${'# x\n'.repeat(60_000)}`, 'bob/.ssh/id_ed25519': key.privateKey })
    expect(await discover()).toMatchObject([{ accounts: [], keys: [{}] }])
  })

  test('at most 50 keys are shown', async () => {
    await tree(Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`bob/.ssh/key-${index}`, key.privateKey] as const)))
    expect((await discover())[0]?.keys).toHaveLength(50)
  })
})

describe('of PuTTY', () => {
  test('the sessions in ~/.putty are found by their decoded names', async () => {
    await tree({
      'bob/.putty/sessions/work%20mail': `HostName=mail.example.org\nPortNumber=22\nProtocol=ssh\nUserName=bob\nPortForwardings=L11110=popserver:110,\nPublicKeyFile=${path.join(temporary.path, 'work.ppk')}\n`,
      'bob/.putty/sessions/Default%20Settings': 'HostName=\nProtocol=ssh\n',
      'work.ppk': key.privateKey,
    })
    expect(await discover()).toMatchObject([
      {
        origin: 'putty',
        place: path.join(home, '.putty/sessions'),
        accounts: [{ source: 'putty', name: 'work mail', host: 'mail.example.org', forwards: [{ bindPort: 11_110 }] }],
        keys: [foundKey('work.ppk')],
      },
    ])
  })

  test('the sessions in the registry of Windows are found', async () => {
    await tree({ 'work.ppk': key.privateKey })
    const sessions = 'HKEY_CURRENT_USER\\Software\\SimonTatham\\PuTTY\\Sessions'
    const values = {
      HostName: 'mail.example.org',
      PortNumber: 2222,
      Protocol: 'ssh',
      UserName: 'bob',
      Compression: 1,
      PortForwardings: 'L11110=popserver:110,L11587=localhost:587',
      PublicKeyFile: path.join(temporary.path, 'work.ppk'),
      WinTitle: 'a \ufffd',
    }
    const queryRegistry: QueryRegistry = async (asked) =>
      asked === sessions
        ? [
            { path: `${sessions}\\Default%20Settings`, values: new Map([['Present', 1]]) },
            { path: `${sessions}\\work%20mail`, values: new Map(Object.entries(values)) },
          ]
        : emptyRegistry(asked)
    expect(await discover({ platform: 'win32', queryRegistry })).toMatchObject([
      {
        origin: 'putty',
        place: sessions,
        accounts: [
          {
            name: 'work mail',
            host: 'mail.example.org',
            port: 2222,
            compression: true,
            forwards: [{ bindPort: 11_110 }, { bindPort: 11_587 }],
          },
        ],
        keys: [foundKey('work.ppk')],
      },
    ])
  })
})

describe('of Cygwin', () => {
  const cygwinConfig = `
Host work
  HostName mail.example.org
  User bob
  IdentityFile ~/.ssh/id_rsa
Host home
  HostName home.example.org
  IdentityFile /home/bob/keys/home
Host drive
  HostName drive.example.org
  IdentityFile /cygdrive/c/keys/drive
`
  const cygwin = (options: Partial<DiscoverOptions> = {}): Promise<readonly FoundOnComputer[]> =>
    discover({ platform: 'win32', cygwinRoots: [path.join(temporary.path, 'cygwin64')], ...options })

  test('each home is found, and its paths become those of Windows', async () => {
    await tree({
      'cygwin64/home/bob/.ssh/config': cygwinConfig,
      'cygwin64/home/bob/.ssh/id_rsa': key.privateKey,
      'cygwin64/home/bob/keys/home': key.privateKey,
      'cygwin64/home/alice/.ssh/id_ed25519': key.privateKey,
      'cygwin64/home/empty/.bashrc': '',
    })
    const root = path.join(temporary.path, 'cygwin64')
    expect(await cygwin()).toMatchObject([
      { origin: 'cygwin', place: path.join(root, 'home/alice/.ssh'), keys: [foundKey('cygwin64/home/alice/.ssh/id_ed25519')] },
      {
        origin: 'cygwin',
        place: path.join(root, 'home/bob/.ssh/config'),
        accounts: [
          { name: 'work', identityFile: path.join(root, 'home/bob/.ssh/id_rsa') },
          { name: 'home', identityFile: path.join(root, 'home/bob/keys/home') },
          { name: 'drive', identityFile: 'C:\\keys\\drive' },
        ],
        keys: [foundKey('cygwin64/home/bob/.ssh/id_rsa'), foundKey('cygwin64/home/bob/keys/home')],
      },
    ])
  })

  test('it is found once, in the folder that its setup wrote down', async () => {
    await tree({ 'cygwin64/home/bob/.ssh/id_rsa': key.privateKey })
    const root = path.join(temporary.path, 'cygwin64')
    const queryRegistry: QueryRegistry = async (asked) =>
      asked.endsWith('\\SOFTWARE\\Cygwin\\setup') ? [{ path: asked, values: new Map([['rootdir', root]]) }] : emptyRegistry(asked)
    expect(await cygwin({ cygwinRoots: [], queryRegistry })).toHaveLength(1)
    expect(await cygwin({ queryRegistry })).toHaveLength(1)
  })

  test('is not looked for on other systems', async () => {
    await tree({ 'cygwin64/home/bob/.ssh/id_rsa': key.privateKey })
    expect(await cygwin({ platform: 'linux' })).toEqual([])
  })
})

test('a place that fails does not hide the others', async () => {
  await tree({ 'bob/.ssh/id_ed25519': key.privateKey, 'bob/.putty/sessions': 'a file, and no folder' })
  expect(await discover()).toMatchObject([{ origin: 'openssh' }])
  expect(await discover({ platform: 'win32' })).toMatchObject([{ origin: 'openssh' }])
})
