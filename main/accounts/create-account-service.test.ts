import { describe, expect, test } from 'vitest'
import type { Account, AccountDraft } from '../../contract/account.ts'
import { FailureError, failureOf, type Failure } from '../../contract/failure.ts'
import type { Identity } from '../../contract/identity.ts'
import { memoryStore, memoryVault } from '../testing/memory-store.ts'

import { createAccountService } from './create-account-service.ts'

const draft: AccountDraft = { name: 'work', host: 'mail.example.org', user: 'bob' }
const forward = { id: 'pop3', service: 'pop3', bindPort: 11_110, destinationHost: 'localhost', destinationPort: 110 } as const
const setUp = (data: Parameters<typeof memoryStore>[0] = {}) => {
  const vault = memoryVault()
  const store = memoryStore(data)
  return { vault, store, accounts: createAccountService(store, vault) }
}
const failing = (action: Promise<unknown>) => action.then(() => undefined, failureOf)

describe('adding an account', () => {
  test('generates an id and fills in the defaults', async () => {
    const { accounts } = setUp()
    const added = await accounts.add(draft)
    expect(added).toMatchObject({ ...draft, port: 22, compression: false, forwards: [] })
    expect(await accounts.list()).toEqual([added])
  })

  test.each<[string, Partial<Record<keyof AccountDraft, unknown>>, string, string, string]>([
    ['a name', { name: '-x' }, 'name', '-x', 'account-name'],
    ['a host', { host: '-oProxyCommand=sh' }, 'host', '-oProxyCommand=sh', 'host-name'],
    ['a port', { port: 70_000 }, 'port', '70000', 'port'],
    ['a user', { user: undefined }, 'user', '', 'user-name'],
    ['a way to log in', { authentication: ['key', 'magic'] }, 'authentication[1]', 'magic', 'authentication'],
    ['a fingerprint', { trustedFingerprint: 'SHA256:half' }, 'trustedFingerprint', 'SHA256:half', 'fingerprint'],
    [
      'an address',
      { forwards: [{ ...forward, bindAddress: '0.0.0.0' }] },
      'forwards[0].bindAddress',
      '0.0.0.0',
      'forward-loopback',
    ],
    ['a local port', { forwards: [{ ...forward, bindPort: 0 }] }, 'forwards[0].bindPort', '0', 'port'],
    ['a destination', { forwards: [{ ...forward, destinationHost: '*' }] }, 'forwards[0].destinationHost', '*', 'forward-host'],
    [
      'one local port twice',
      { forwards: [forward, { ...forward, id: 'imap', service: 'imap' }] },
      'forwards[1].bindPort',
      '11110',
      'port-twice',
    ],
    [
      'TLS on a port that is no mail service',
      { forwards: [{ ...forward, service: 'other', mailTls: 'starttls' }] },
      'forwards[0].mailTls',
      'starttls',
      'mail-tls',
    ],
    ['one forward twice', { forwards: [forward, { ...forward, bindPort: 11_111 }] }, 'forwards[1].id', 'pop3', 'forward-twice'],
  ])('refuses %s, naming the field, the value and the reason', async (_, change, ...expected) => {
    const [field, value, reason] = expected
    const { accounts } = setUp()
    const failure = await failing(accounts.add({ ...draft, ...change } as AccountDraft))
    expect(failure).toEqual({ code: 'input-invalid', field, value, reason })
    expect(await accounts.list()).toEqual([])
  })

  test('accepts the same port on both loopback addresses', async () => {
    const forwards = [forward, { ...forward, id: 'six', bindAddress: '::1' as const }]
    expect((await setUp().accounts.add({ ...draft, forwards })).forwards).toHaveLength(2)
  })

  test('refuses a name in use, whatever its case and however its accents are encoded', async () => {
    const { accounts } = setUp()
    await accounts.add({ ...draft, name: 'Caf\u00e9' })
    expect(await failing(accounts.add({ ...draft, name: 'CAF\u00c9' }))).toMatchObject({ code: 'account-exists' })
    expect((await accounts.find('cafe\u0301')).name).toBe('Caf\u00e9')
  })

  test('refuses a kept key that does not exist', async () => {
    const identity = { kind: 'kept', name: 'laptop' } as const
    const failure: Failure = { code: 'identity-not-found', identity: 'laptop' }
    expect(await failing(setUp().accounts.add({ ...draft, identity }))).toEqual(failure)
    const { accounts } = setUp({ identities: [{ name: 'laptop' } as Identity] })
    expect((await accounts.add({ ...draft, identity })).identity).toEqual(identity)
  })
})

describe('jumping through another account', () => {
  const three = async () => {
    const { accounts } = setUp()
    const gate = await accounts.add({ ...draft, name: 'gate' })
    const inner = await accounts.add({ ...draft, name: 'inner', jumpAccountId: gate.id })
    return { accounts, gate, inner }
  }

  test('refuses an account that does not exist', async () => {
    const jumpAccountId = '6f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b11'
    expect(await failing(setUp().accounts.add({ ...draft, jumpAccountId }))).toEqual({
      code: 'input-invalid',
      field: 'jumpAccountId',
      value: jumpAccountId,
      reason: 'jump-unknown',
    })
  })

  test('refuses a loop of one account or of several', async () => {
    const { accounts, gate, inner } = await three()
    const loop = { code: 'input-invalid', field: 'jumpAccountId', reason: 'jump-loop' }
    expect(await failing(accounts.edit('gate', { jumpAccountId: inner.id }))).toMatchObject(loop)
    expect(await failing(accounts.edit('gate', { jumpAccountId: gate.id }))).toMatchObject(loop)
  })

  test('keeps the jump host from being removed', async () => {
    const { accounts } = await three()
    expect(await failing(accounts.remove('gate'))).toEqual({ code: 'account-in-use', account: 'gate', by: ['inner'] })
    await accounts.remove('inner')
    expect((await accounts.remove('gate')).name).toBe('gate')
  })
})

describe('editing an account', () => {
  test('changes the given fields, keeps the id, and resets fields that are undefined', async () => {
    const { accounts } = setUp()
    const { id } = await accounts.add({ ...draft, port: 2222, trustedFingerprint: `SHA256:${'A'.repeat(43)}` })
    const edited = await accounts.edit('WORK', { user: 'alice', port: undefined, trustedFingerprint: undefined })
    expect(edited).toMatchObject({ id, user: 'alice', port: 22 })
    expect(edited).not.toHaveProperty('trustedFingerprint')
    expect(await accounts.find(id)).toEqual(edited)
  })

  test('lets an account keep its own name, and refuses that of another', async () => {
    const { accounts } = setUp()
    await accounts.add(draft)
    await accounts.add({ ...draft, name: 'home' })
    expect((await accounts.edit('work', { name: 'Work' })).name).toBe('Work')
    expect(await failing(accounts.edit('work', { name: 'HOME' }))).toEqual({ code: 'account-exists', account: 'HOME' })
  })

  test.each<Partial<AccountDraft>>([{ host: 'other.example.org' }, { port: 2222 }, { user: 'alice' }])(
    'forgets the password of the former server or user with %j',
    async (change) => {
      const { accounts, vault } = setUp()
      const { id } = await accounts.add(draft)
      await vault.set({ kind: 'password', accountId: id }, 'given for bob')
      await accounts.edit('work', change)
      expect(await vault.get({ kind: 'password', accountId: id })).toBeUndefined()
    },
  )

  test('keeps the password if server and user stay', async () => {
    const { accounts, vault } = setUp()
    const { id } = await accounts.add(draft)
    await vault.set({ kind: 'password', accountId: id }, 'given for bob')
    await accounts.edit('work', { name: 'job', compression: true, host: 'MAIL.example.org' })
    expect(await vault.get({ kind: 'password', accountId: id })).toBe('given for bob')
  })

  test('cannot change the id', async () => {
    const { accounts } = setUp()
    const { id } = await accounts.add(draft)
    const change: Partial<Account> = { id: '6f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b11' }
    expect((await accounts.edit('work', change)).id).toBe(id)
  })
})

describe('replacing an account', () => {
  test('resets the fields that the draft leaves out, and keeps the id', async () => {
    const { accounts } = setUp()
    const { id } = await accounts.add({ ...draft, port: 2222, compression: true, forwards: [forward] })
    const replaced = await accounts.replace(id, draft)
    expect(replaced).toMatchObject({ ...draft, id, port: 22, compression: false, forwards: [] })
    expect(await accounts.list()).toEqual([replaced])
  })

  test('forgets the password if the server changes, and keeps it otherwise', async () => {
    const { accounts, vault } = setUp()
    const { id } = await accounts.add(draft)
    await vault.set({ kind: 'password', accountId: id }, 'given for bob')
    await accounts.replace(id, { ...draft, name: 'job' })
    expect(vault.entries.size).toBe(1)
    await accounts.replace(id, { ...draft, user: 'alice' })
    expect(vault.entries.size).toBe(0)
  })

  test('refuses what adding refuses, and an account that does not exist', async () => {
    const { accounts } = setUp()
    await accounts.add(draft)
    await accounts.add({ ...draft, name: 'home' })
    expect(await failing(accounts.replace('work', { ...draft, name: 'HOME' }))).toMatchObject({ code: 'account-exists' })
    expect(await failing(accounts.replace('work', { ...draft, port: 0 }))).toMatchObject({ field: 'port', value: '0' })
    expect(await failing(accounts.replace('nobody', draft))).toMatchObject({ code: 'account-not-found' })
    expect(await accounts.find('work')).toMatchObject(draft)
  })
})

describe('restoring an account', () => {
  test('puts back the very account', async () => {
    const { accounts } = setUp()
    const added = await accounts.add({ ...draft, forwards: [forward] })
    await accounts.remove('work')
    expect(await accounts.restore(added)).toEqual(added)
    expect(await accounts.list()).toEqual([added])
  })

  test('refuses an id or a name in use, and a jump host that is gone meanwhile', async () => {
    const { accounts } = setUp()
    const jump = await accounts.add({ ...draft, name: 'jump' })
    const added = await accounts.add({ ...draft, jumpAccountId: jump.id })
    const exists = { code: 'account-exists' }
    expect(await failing(accounts.restore({ ...added, name: 'other' }))).toMatchObject(exists)
    await accounts.remove('work')
    expect(await failing(accounts.restore({ ...added, name: 'JUMP' }))).toMatchObject(exists)
    await accounts.remove('jump')
    expect(await failing(accounts.restore(added))).toMatchObject({ code: 'input-invalid', reason: 'jump-unknown' })
    expect(await accounts.list()).toEqual([])
  })
})

describe('removing an account', () => {
  test('forgets its password', async () => {
    const { accounts, vault } = setUp()
    const { id } = await accounts.add(draft)
    await vault.set({ kind: 'password', accountId: id }, 'secret')
    await accounts.remove('work')
    expect(vault.entries.size).toBe(0)
    expect(await accounts.list()).toEqual([])
  })

  const withVault = async (failure: Failure) => {
    const { store } = setUp()
    const accounts = createAccountService(store, { remove: () => Promise.reject(new FailureError(failure)) })
    await accounts.add(draft)
    return accounts
  }

  test('is refused while the keychain is locked, and succeeds without a keychain', async () => {
    const locked = await withVault({ code: 'keychain-locked' })
    expect(await failing(locked.remove('work'))).toEqual({ code: 'keychain-locked' })
    expect(await locked.list()).toHaveLength(1)
    const absent = await withVault({ code: 'keychain-absent', said: 'none' })
    expect((await absent.remove('work')).name).toBe('work')
  })

  test('is not needed to forget its password', async () => {
    const { accounts, vault } = setUp()
    const { id } = await accounts.add(draft)
    await vault.set({ kind: 'password', accountId: id }, 'secret')
    await accounts.forgetPassword('work')
    expect(vault.entries.size).toBe(0)
    expect(await accounts.list()).toHaveLength(1)
    const locked = await withVault({ code: 'keychain-locked' })
    expect(await failing(locked.forgetPassword('work'))).toEqual({ code: 'keychain-locked' })
  })

  test('rejects if the account does not exist', async () => {
    const failure = { code: 'account-not-found', account: 'nobody' }
    const { accounts } = setUp()
    expect(await failing(accounts.remove('nobody'))).toEqual(failure)
    expect(await failing(accounts.find('nobody'))).toEqual(failure)
    expect(await failing(accounts.edit('nobody', {}))).toEqual(failure)
  })
})

describe('the facts of mail servers', () => {
  const facts = { startTls: true, plainLogIn: false }
  const learnt = [{ service: 'pop3', destinationHost: 'localhost', destinationPort: 110, facts }] as const

  test('are kept with the forwards, and written once', async () => {
    const { accounts, store, vault } = setUp()
    const asked = await accounts.add({ ...draft, forwards: [forward] })
    expect(await accounts.keepFacts(asked, learnt)).toBe(true)
    expect((await accounts.find('work')).forwards).toMatchObject([{ id: 'pop3', mailServer: facts }])
    const unwritable = createAccountService({ ...store, update: () => Promise.reject(new Error('written again')) }, vault)
    expect(await unwritable.keepFacts(asked, learnt)).toBe(false)
  })

  test('overwrite nothing that the person has changed meanwhile', async () => {
    const { accounts } = setUp()
    const asked = await accounts.add({ ...draft, forwards: [forward] })
    await accounts.edit('work', { name: 'club', forwards: [{ ...forward, destinationHost: 'popserver' }] })
    expect(await accounts.keepFacts(asked, learnt)).toBe(false)
    expect(await accounts.find('club')).toMatchObject({ forwards: [{ destinationHost: 'popserver' }] })
    await accounts.remove('club')
    expect(await accounts.keepFacts(asked, learnt)).toBe(false)
  })

  test('are dropped with the mail server that they are of', async () => {
    const { accounts } = setUp()
    await accounts.keepFacts(await accounts.add({ ...draft, forwards: [forward] }), learnt)
    const [known] = (await accounts.find('work')).forwards
    await accounts.edit('work', { forwards: [{ ...known!, bindPort: 2110 }] })
    expect((await accounts.find('work')).forwards[0]?.mailServer).toEqual(facts)
    await accounts.edit('work', { forwards: [{ ...known!, destinationHost: 'popserver' }] })
    expect((await accounts.find('work')).forwards[0]).not.toHaveProperty('mailServer')
  })
})
