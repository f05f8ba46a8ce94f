import { describe, expect, test } from 'vitest'
import { AccountSchema, type Account } from '../../contract/account.ts'
import type { Failure } from '../../contract/failure.ts'
import { SettingsSchema } from '../../contract/settings.ts'
import { noTraffic } from '../../contract/traffic.ts'
import { stateLine } from '../tunnels/state-line.ts'
import type { DiagnosisFacts, ShownTunnel } from './diagnosis-facts.ts'
import { diagnosisText } from './diagnosis-text.ts'

const ids = ['0e1f7a52-5d8e-4a3f-9b0a-111111111111', '0e1f7a52-5d8e-4a3f-9b0a-222222222222']
const fingerprint = 'SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDDn4Zxb9VFjwgUjPA'

const work = AccountSchema.parse({
  id: ids[0],
  name: 'Acme post',
  host: 'gate.acme.test',
  port: 2222,
  user: 'bsmith',
  jumpAccountId: ids[1],
  lingerSeconds: null,
  identity: { kind: 'kept', name: 'acme-laptop' },
  trustedFingerprint: fingerprint,
  connect: 'on-first-use',
  mailAddress: 'bob.smith@acme.test',
  mailUser: 'bob.smith',
  forwards: [
    { id: 'pop3', service: 'pop3', label: 'Acme inbox', bindPort: 11_110, destinationHost: 'pop.acme.test', destinationPort: 110 },
    { id: 'smtp', service: 'smtp', bindPort: 11_025, destinationHost: 'localhost', destinationPort: 25, enabled: false },
  ],
})
const home = AccountSchema.parse({
  id: ids[1],
  name: 'Zuhause',
  host: '203.0.113.7',
  user: 'hausmeister',
  authentication: ['key', 'password'],
  identity: { kind: 'file', path: '/home/robert/.ssh/id_hausmeister' },
})

const failure: Failure = { code: 'login-refused', host: 'gate.acme.test', user: 'bsmith', tried: ['key'], accepted: ['publickey'] }
const tunnel: ShownTunnel = {
  accountId: work.id,
  account: work.name,
  server: 'bsmith@gate.acme.test:2222',
  traffic: noTraffic,
  state: { name: 'blocked', failure },
  forwards: [
    {
      id: 'pop3',
      service: 'pop3',
      label: 'Acme inbox',
      bindAddress: '127.0.0.1',
      localPort: 11_110,
      destination: 'pop.acme.test:110',
      listener: { name: 'failed', failure: { code: 'port-taken', port: 11_110, program: { name: 'robertd', pid: 7 } } },
      lights: { ssh: 'up', forward: 'allowed', mailServer: 'answers' },
      traffic: { ...noTraffic, openConnections: 1, totalConnections: 3 },
      programs: ['robertd'],
    },
  ],
}

const [level, entry] = stateLine({ name: 'blocked', failure })
const facts: DiagnosisFacts = {
  madeAt: '2026-11-21T10:00:00.000Z',
  version: '0.1.0',
  system: 'Linux 6.1 (Debian), x64',
  keychain: 'ready',
  shell: 'electron',
  hasTray: true,
  components: [{ name: 'node', version: '20.20.2' }],
  settings: SettingsSchema.parse({}),
  accounts: [work, home],
  identities: [
    {
      name: 'acme-laptop',
      type: 'ed25519',
      bits: 256,
      fingerprint,
      publicKeyLine: 'ssh-ed25519 AAAA robert@deskpc',
      file: '/home/robert/.config/Postern/keys/acme-laptop',
      createdAt: '2026-01-01T00:00:00.000Z',
      passphrase: 'keychain',
    },
  ],
  keyFiles: [
    { path: '/home/robert/.ssh/id_hausmeister', seen: { code: 'key-not-found', file: '/home/robert/.ssh/id_hausmeister' } },
  ],
  tunnels: [tunnel],
  log: [
    {
      time: '2026-11-21T09:59:58.000Z',
      level: 'info',
      pid: 7,
      account: 'Acme post',
      entry: { name: 'banner', said: 'Welcome BSMITH to ACME Antwerp' },
    },
    { time: '2026-11-21T09:59:59.000Z', level, pid: 7, account: 'Acme post', entry, failure },
  ],
  place: { hostName: 'deskpc', userName: 'robert', home: '/home/robert', dataFolder: '/home/robert/.config/Postern' },
  failures: [{ code: 'store-corrupt', file: '/home/robert/.config/Postern/settings.json', keptAs: '/home/robert/x' }],
}

/** Every name in the facts above that reveals the person or their servers. */
const names = [
  'acme',
  'smith',
  'gate',
  'zuhause',
  '203.0.113',
  'hausmeister',
  'robert',
  'deskpc',
  'antwerp',
  'uNiVz',
  'laptop',
  'inbox',
]

describe('a diagnosis', () => {
  const without = diagnosisText(facts, { withNames: false })

  test('has all facts, with stand-ins for the names', () => {
    expect(without).toBe(`# Postern: diagnosis
Made at 2026-11-21T10:00:00.000Z.
Names of servers, people, accounts, keys, folders and addresses are left out: server-1 is the same server everywhere, and "…" stands for words that might name somebody. It holds no password, passphrase or key.

## Program
- Postern 0.1.0, asked in the application
- stands on: node 20.20.2
- system: Linux 6.1 (Debian), x64
- system tray: yes
- keychain: ready

## What could not be read
- store-corrupt: The file data-folder/settings.json was damaged. It was set aside as home-folder/….

## Settings
- language: system
- theme: system
- logLevel: info
- connectTimeoutSeconds: 20
- logInTimeoutSeconds: 120
- keepaliveSeconds: 15
- keepaliveTimeoutSeconds: 15
- maxRetrySeconds: 60
- lingerSeconds: 300
- notifications: all
- checkForUpdates: false
- toldNoTray: false

## Accounts

### account-1
- state: blocked
- failure: login-refused: server-1 refused the log-in of user-1. Tried: the key. The server accepts: publickey.
- bytes: 0 in, 0 out
- server: server-1, port 2222, through account-2
- logs in: user-1, by agent, key, keyboard-interactive, password
- key: key-1, ed25519, 256 bits, its passphrase kept by the keychain
- host key: fixed, fingerprint-1
- connects: on-first-use, and stays for ever after the last mail client
- compression: off
- pop3: 127.0.0.1:11110 to port 110 of another host, server-2
  port: port-taken: Local port 11110 is in use by … (process 7).
  lights: SSH up, forward allowed, mail server answers
  connections: 1 open, 3 in all, 0 refused
- smtp: 127.0.0.1:11025 to port 25 of the SSH server itself, off

### account-2
- state: stopped
- server: server-3, port 22
- logs in: user-3, by key, password
- key: a file, path-2, key-not-found: The key file path-2 is not there.
- host key: by known hosts
- connects: manual
- compression: off

## Log: the last 2 lines
2026-11-21T09:59:58.000Z info [7] account-1: banner: … user-1 to …
2026-11-21T09:59:59.000Z error [7] account-1: failed, and waiting for you; login-refused: server-1 refused the log-in of user-1. Tried: the key. The server accepts: publickey.
`)
  })

  test('holds no name in any case without names, and every name with them', () => {
    const withThem = diagnosisText(facts, { withNames: true }).toLowerCase()
    for (const name of names) expect(without.toLowerCase()).not.toContain(name.toLowerCase())
    for (const name of ['Acme post', 'gate.acme.test', 'bsmith', 'pop.acme.test', 'acme-laptop', '203.0.113.7', 'Antwerp'])
      expect(withThem).toContain(name.toLowerCase())
  })

  test('is the same whatever the names of the accounts are, even if they are words of Postern', () => {
    const called = (name: string, host: string, user: string): string => {
      const account: Account = { ...work, name, host, user }
      const log = facts.log.map((line) => ({ ...line, account: name }))
      const told = { ...tunnel, account: name, state: { name: 'blocked', failure: { ...failure, host, user } } } as const
      const text = {
        ...facts,
        accounts: [account, home],
        tunnels: [told],
        log: log.slice(1).map((line) => ({ ...line, failure: told.state.failure })),
      }
      return diagnosisText(text, { withNames: false })
    }
    const expected = called('Acme post', 'gate.acme.test', 'bsmith')
    expect(called('mail', 'server', 'port')).toBe(expected)
    expect(called('e', 'a', 's')).toBe(expected)
    expect(called('account-2', 'user-1', 'server-1')).toBe(expected)
  })

  test('masks text that looks like a secret, with names and without', () => {
    const canary = 'canary-Hq5Nn1Tz6B'
    const leaky: DiagnosisFacts = {
      ...facts,
      log: [{ ...facts.log[0]!, entry: { name: 'banner', said: `> PASS ${canary}` } }],
      tunnels: [{ ...tunnel, state: { name: 'blocked', failure: { code: 'program-fault', said: `password: ${canary}` } } }],
    }
    for (const withNames of [true, false]) expect(diagnosisText(leaky, { withNames })).not.toContain('Hq5Nn1')
    expect(diagnosisText(leaky, { withNames: true })).toContain('> PASS [masked]')
  })

  test('is complete without any account, and if the settings cannot be read', () => {
    const bare = { ...facts, accounts: [], tunnels: [], log: [], settings: undefined }
    expect(diagnosisText(bare, { withNames: true })).toContain('## Accounts\nNone.\n\n## Log: the last 0 lines\n')
  })
})
