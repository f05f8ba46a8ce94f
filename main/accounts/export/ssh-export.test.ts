import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AccountSchema, type Account } from '../../../contract/account.ts'
import { LocalForwardSchema } from '../../../contract/local-forward.ts'
import { serviceOfPort } from '../../mail/presets.ts'
import { readImport } from '../import/read-import.ts'
import { propertyRuns } from '../../testing/property-runs.ts'
import { hostBlock } from './host-block.ts'
import { sshCommandLine } from './ssh-command-line.ts'
import type { ExportInput } from './ssh-export.ts'

const jump: Account = AccountSchema.parse({
  id: '00000000-0000-4000-8000-000000000001',
  name: 'Gate',
  host: '2001:db8::1',
  user: 'eve',
  port: 2200,
})
const account: Account = AccountSchema.parse({
  id: '00000000-0000-4000-8000-000000000002',
  name: 'My work',
  host: 'mail.example.org',
  port: 2222,
  user: 'bob',
  compression: true,
  identity: { kind: 'kept', name: 'work' },
  jumpAccountId: jump.id,
  forwards: [
    { id: 'pop3', service: 'pop3', bindPort: 11_110, destinationHost: 'popserver', destinationPort: 110 },
    { id: 'imap', service: 'imap', bindAddress: '::1', bindPort: 11_143, destinationHost: '2001:db8::2', destinationPort: 143 },
    { id: 'off', service: 'smtp', bindPort: 11_025, destinationHost: 'localhost', destinationPort: 25, enabled: false },
  ],
})
const parts: ExportInput = {
  accounts: [jump, account],
  identities: [{ name: 'work', file: "/home/bob/Bob's keys/100%" }],
  settings: { keepaliveSeconds: 15 },
}

test('a Host block has every directive of the account', () => {
  expect(hostBlock(account, parts)).toBe(`Host My-work
    HostName mail.example.org
    Port 2222
    User bob
    IdentityFile "/home/bob/Bob's keys/100%%"
    IdentitiesOnly yes
    ProxyJump eve@[2001:db8::1]:2200
    Compression yes
    ServerAliveInterval 15
    ExitOnForwardFailure yes
    LocalForward 127.0.0.1:11110 popserver:110
    LocalForward [::1]:11143 [2001:db8::2]:143
`)
})

test('a command line has the same directives, quoted for a POSIX shell', () => {
  expect(readImport(sshCommandLine(account, parts))).toMatchObject([
    {
      host: 'mail.example.org',
      port: 2222,
      user: 'bob',
      compression: true,
      identityFile: "/home/bob/Bob's keys/100%",
      forwards: [{ bindPort: 11_110 }, { bindAddress: '::1', bindPort: 11_143, destinationHost: '2001:db8::2' }],
    },
  ])
})

test('jump hosts are listed from the first to be reached, and a loop ends', () => {
  const circle = { ...jump, jumpAccountId: account.id }
  expect(hostBlock(account, { ...parts, accounts: [circle, account] })).toContain('ProxyJump bob@mail.example.org:2222,eve@')
})

const port = fc.integer({ min: 1, max: 65_535 })
const fitting = (pattern: RegExp): fc.Arbitrary<string> => fc.stringMatching(pattern)
const anyAccount = fc
  .record({
    name: fitting(/^[a-zA-Z0-9][a-zA-Z0-9 ._@-]{0,20}$/),
    host: fc.oneof(fitting(/^[a-z0-9][a-z0-9.-]{0,20}$/), fc.ipV6(), fc.ipV4(), fitting(/^[a-z%#=,;:]{1,9}$/)),
    port,
    user: fitting(/^[a-zA-Z0-9#%=][a-zA-Z0-9._@%#= $\\-]{0,20}$/).filter(
      (name) => AccountSchema.shape.user.safeParse(name).success,
    ),
    compression: fc.boolean(),
    path: fc.option(fitting(/^\/[a-zA-Z0-9 .#%='/]{0,30}[a-z]$/)),
    forwards: fc.uniqueArray(
      fc.record({
        bindAddress: fc.constantFrom('127.0.0.1', '::1'),
        bindPort: port,
        destinationHost: fc.oneof(fitting(/^[a-z][a-z0-9.-]{0,20}$/), fc.ipV6()),
        destinationPort: port,
      }),
      { maxLength: 4, selector: ({ bindPort }) => bindPort },
    ),
  })
  .map(({ path, forwards, ...fields }) =>
    AccountSchema.parse({
      ...fields,
      id: account.id,
      ...(path === null ? {} : { identity: { kind: 'file', path } }),
      forwards: forwards.map((forward, index) => ({
        ...forward,
        id: String(index),
        service: serviceOfPort(forward.destinationPort),
      })),
    }),
  )

test.each([
  ['a Host block', hostBlock],
  ['a command line', sshCommandLine],
])('%s reads back as the same account', (_, write) => {
  fc.assert(
    fc.property(anyAccount, (one) => {
      const [back] = readImport(write(one, { ...parts, accounts: [one] }))
      const { host, port: sshPort, user, compression, identity, forwards } = one
      expect({ ...back, port: back?.port ?? 22, compression: back?.compression ?? false }).toMatchObject({
        host,
        port: sshPort,
        user,
        compression,
        ...(identity?.kind === 'file' ? { identityFile: identity.path } : {}),
        forwards: forwards.map(({ id: _id, enabled: _enabled, mailTls: _mailTls, ...forward }) => forward),
      })
    }),
    { numRuns: propertyRuns(300) },
  )
})
