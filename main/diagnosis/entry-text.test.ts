import { describe, expect, test } from 'vitest'
import { AccountSchema } from '../../contract/account.ts'
import type { LogEntry } from '../../contract/log-entry.ts'
import { maskSecrets } from '../data-folder/mask-secrets.ts'
import { logEntries } from '../testing/log-entries.ts'
import { entryText } from './entry-text.ts'
import { knownNames } from './known-names.ts'
import { namesAsTheyAre } from './names.ts'
import { createStandIns } from './stand-ins.ts'

const place = { hostName: 'deskpc', userName: 'robert', home: '/home/robert', dataFolder: '/home/robert/.config/Postern' }
const account = AccountSchema.parse({
  id: '0e1f7a52-5d8e-4a3f-9b0a-111111111111',
  name: 'Acme post',
  host: 'gate.acme.test',
  user: 'bsmith',
  identity: { kind: 'file', path: '/home/robert/.ssh/id_acme' },
})
const keyFiles = [
  { path: '/home/robert/.ssh/id_acme', seen: { code: 'key-not-found', file: '/home/robert/.ssh/id_acme' } },
] as const
const namesOf = (change: Partial<typeof account> = {}) =>
  createStandIns(knownNames({ accounts: [{ ...account, ...change }], identities: [], keyFiles, place }))

describe('an entry of the log in a diagnosis', () => {
  test.each<[LogEntry, string]>([
    [{ name: 'server-identified', host: 'gate.acme.test', said: 'OpenSSH at ACME' }, 'server-1 runs OpenSSH at …'],
    [{ name: 'server-identified', host: 'new.acme.test', said: 'Acmeware' }, 'server-2 runs …'],
    [{ name: 'jump-host-failed', account: 'Acme post' }, 'the connection through account-1 failed'],
    [{ name: 'key-offered', key: '/home/robert/.ssh/id_acme' }, 'offering the key path-1'],
    [{ name: 'agent-key-offered', comment: 'bob@deskpc.test' }, "offering the agent's key mail-address-1"],
    [{ name: 'server-reached', address: '203.0.113.7', port: 22 }, 'reached address-1 on port 22'],
    [{ name: 'agent-unusable', address: '/home/robert/agent.sock' }, 'the agent at home-folder/name-1 cannot be used'],
    [{ name: 'port-error', port: 11_110, said: 'listen EMFILE' }, 'an error on local port 11110: … EMFILE'],
    [{ name: 'retrying', attempt: 3, retryAt: '2026-11-21T10:00:00.123Z' }, 'failed; attempt 3 comes at 2026-11-21T10:00:00.123Z'],
    [
      { name: 'partly-accepted', method: 'key', accepted: ['password', 'acme'] },
      'the server accepted key and wants more: password, …',
    ],
    [{ name: 'banner', said: 'Welcome BSMITH to Antwerp' }, 'banner: … user-1 to …'],
    [{ name: 'other-version', said: 'connected to gate.acme.test by Antwerp' }, 'connected to server-1 by …'],
  ])('%j is %j', (entry, text) => {
    expect(entryText(namesOf(), entry)).toBe(text)
  })

  test.each(['gate.acme.test', 'Acme post', 'bsmith', 'robert', 'deskpc', '/home/robert/.ssh/id_acme', 'xrobertx', 'Antwerp'])(
    'holds %s in no value without names, and in every value with names',
    (name) => {
      for (const entry of logEntries(() => name)) {
        expect(entryText(namesOf(), entry).toLowerCase()).not.toContain(name.toLowerCase())
        if (JSON.stringify(entry).includes(name)) expect(entryText(namesAsTheyAre, entry)).toContain(name)
      }
    },
  )

  test('has the same words and enumerations if they are also the name of an account', () => {
    const expected = logEntries(() => '').map((entry) => entryText(namesOf(), entry))
    for (const word of ['passphrase', 'agent', 'server', 'other-user', 'connected', 'the'])
      expect(logEntries(() => '').map((entry) => entryText(namesOf({ name: word, host: word, user: word }), entry))).toEqual(
        expected,
      )
  })

  test('has no words that look like a secret', () => {
    for (const entry of logEntries(() => 'x')) {
      const text = entryText(namesAsTheyAre, entry)
      expect(maskSecrets(text)).toBe(text)
    }
  })
})
