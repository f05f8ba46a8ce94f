import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AccountSchema, type Account } from '../../../contract/account.ts'
import { describeWith } from '../../testing/components.ts'
import { aliasOf, hostBlock } from './host-block.ts'
import { sshCommandLine } from './ssh-command-line.ts'
import type { ExportInput } from './ssh-export.ts'

const jump: Account = AccountSchema.parse({
  id: '00000000-0000-4000-8000-000000000001',
  name: 'Gate',
  host: 'gate.example.org',
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
  identity: { kind: 'file', path: "/home/bob/Bob's #1 keys/100%" },
  jumpAccountId: jump.id,
  forwards: [
    { id: 'pop3', service: 'pop3', bindPort: 11_110, destinationHost: 'popserver', destinationPort: 110 },
    { id: 'imap', service: 'imap', bindAddress: '::1', bindPort: 11_143, destinationHost: '2001:db8::2', destinationPort: 143 },
  ],
})
const parts: ExportInput = { accounts: [jump, account], identities: [], settings: { keepaliveSeconds: 15 } }

// ssh -G prints the hosts and ports of forwards in brackets, and does not expand the tokens of key files.
const wanted = [
  'hostname mail.example.org',
  'port 2222',
  'user bob',
  'compression yes',
  'identitiesonly yes',
  'serveraliveinterval 15',
  'exitonforwardfailure yes',
  'proxyjump eve@gate.example.org:2200',
  "identityfile /home/bob/Bob's #1 keys/100%%",
  'localforward [127.0.0.1]:11110 [popserver]:110',
  'localforward [::1]:11143 [2001:db8::2]:143',
]

describeWith(['ssh', 'sh'], 'what OpenSSH makes of an export', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'postern-export-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('is the account, from its Host block', () => {
    const file = path.join(folder, 'config')
    writeFileSync(file, hostBlock(account, parts))
    const said = execFileSync('ssh', ['-G', '-F', file, aliasOf(account)], { encoding: 'utf8' }).split('\n')
    expect(said).toEqual(expect.arrayContaining(wanted))
  })

  // ssh2-facts 37
  test.each(['CORP\\bob', 'Bob Jones', 'machine$'])('has the user %s, from both', (user) => {
    const file = path.join(folder, 'config')
    const named = { ...account, user }
    writeFileSync(file, hostBlock(named, parts))
    expect(execFileSync('ssh', ['-G', '-F', file, aliasOf(named)], { encoding: 'utf8' })).toContain(`\nuser ${user}\n`)
    const line = sshCommandLine(named, parts).replace(/^ssh /, 'ssh -G -F none ')
    expect(`\n${execFileSync('sh', ['-c', line], { encoding: 'utf8' })}`).toContain(`\nuser ${user}\n`)
  })

  test('is the account, from its command line', () => {
    const line = sshCommandLine(account, parts).replace(/^ssh /, 'ssh -G -F none ')
    const said = execFileSync('sh', ['-c', line], { encoding: 'utf8' }).split('\n')
    expect(said).toEqual(expect.arrayContaining(wanted))
  })
})
