import { describe, expect, test } from 'vitest'
import type { Account, AccountDraft } from '../../contract/account.ts'
import { FailureError } from '../../contract/failure.ts'
import { freePort } from '../testing/free-port.ts'
import { startSshServer } from '../testing/ssh-server.ts'
import { waitUntil } from '../testing/wait-until.ts'
import { draftAt, draftOf, windowHarness } from '../testing/window-harness.ts'

const { closeAfter, startWindow } = windowHarness()

const secret = 'correct horse'

/** A window with one account on a server of its own. The keychain has the account's password. */
const setUp = async (change: Partial<AccountDraft> = {}) => {
  const server = await startSshServer({ users: [{ name: 'bob', password: secret }] })
  closeAfter(server.stop)
  const window = await startWindow()
  const account = await window.ask('addAccount', { draft: await draftAt(server, change) })
  const password = { kind: 'password', accountId: account.id } as const
  await window.vault.set(password, secret)
  const edit = (fields: Partial<AccountDraft>): Promise<Account> =>
    window.ask('editAccount', { accountId: account.id, draft: { ...draftOf(account), ...fields } })
  const connected = async () => {
    await window.ask('connect', { accountId: account.id })
    await window.reaches(account.id, 'connected')
  }
  const state = async () => (await window.tunnel(account.id))?.state
  return { ...window, server, account, password, edit, connected, state }
}

describe('editing an account', () => {
  test('replaces the whole account: a field that is left out is reset', async () => {
    const { ask, account, payloads } = await setUp({ compression: true })
    const { name, host, user } = account
    const edited = await ask('editAccount', { accountId: account.id, draft: { name, host, user } })
    expect(edited).toMatchObject({ id: account.id, port: 22, compression: false, forwards: [] })
    expect(edited.trustedFingerprint).toBeUndefined()
    expect(payloads('AccountsChanged').at(-1)).toEqual([edited])
  })

  test('disconnects its tunnel and connects it again with the change', async () => {
    const { account, edit, connected, tunnel, reaches, server } = await setUp()
    await connected()
    const [first] = server.sockets
    const bindPort = await freePort()
    await edit({ forwards: [{ ...account.forwards[0]!, bindPort }] })
    await reaches(account.id, 'connected')
    expect((await tunnel(account.id))?.forwards.map(({ localPort }) => localPort)).toEqual([bindPort])
    await waitUntil(() => first?.destroyed === true, { what: 'the first connection to be closed' })
  })

  test('shows new names, and the connection stays', async () => {
    const { account, edit, connected, tunnel, payloads, server } = await setUp()
    await connected()
    const sockets = [...server.sockets]
    await edit({ name: 'home', forwards: [{ ...account.forwards[0]!, label: 'Letters' }] })
    expect(await tunnel(account.id)).toMatchObject({ account: 'home', forwards: [{ id: 'pop3', label: 'Letters' }] })
    await waitUntil(() => payloads('TunnelsChanged').at(-1)?.[0]?.account === 'home', { what: 'the window to hear the name' })
    await edit({ name: 'home' })
    expect((await tunnel(account.id))?.forwards[0]).not.toHaveProperty('label')
    expect([...server.sockets]).toEqual(sockets)
  })

  test('keeps the tunnel connected if only a disabled forward changes', async () => {
    const { account, edit, connected, server } = await setUp()
    await connected()
    const sockets = [...server.sockets]
    await edit({ forwards: [...account.forwards, { ...account.forwards[0]!, id: 'spare', bindPort: 11_111, enabled: false }] })
    expect([...server.sockets]).toEqual(sockets)
  })

  test('keeps the tunnel connected if only the facts of a mail server change', async () => {
    const { account, edit, connected, server } = await setUp()
    await connected()
    const sockets = [...server.sockets]
    const mailServer = { startTls: true, plainLogIn: false }
    await edit({ keepsMailTls: true, forwards: [{ ...account.forwards[0]!, mailServer }] })
    expect([...server.sockets]).toEqual(sockets)
  })

  test('that is refused changes neither the account nor its tunnel', async () => {
    const { refusal, ask, account, connected, state } = await setUp()
    await connected()
    const before = await state()
    const forwards = [...account.forwards, { ...account.forwards[0]!, id: 'again' }]
    const draft = { ...draftOf(account), forwards }
    expect(await refusal('editAccount', { accountId: account.id, draft })).toMatchObject({
      code: 'input-invalid',
      field: 'forwards[1].bindPort',
      reason: 'port-twice',
    })
    expect(await ask('listAccounts', {})).toEqual([account])
    expect(await state()).toEqual(before)
  })

  test('to connect on first use waits at the ports, and to connect manually ends that', async () => {
    const { edit, state, reaches, account } = await setUp()
    await edit({ connect: 'on-first-use' })
    await reaches(account.id, 'waiting')
    await edit({ connect: 'manual' })
    expect(await state()).toBeUndefined()
  })

  test('to connect at start connects, and to connect manually keeps the connection', async () => {
    const { edit, state, reaches, account } = await setUp()
    await edit({ connect: 'at-start' })
    await reaches(account.id, 'connected')
    const before = await state()
    await edit({ connect: 'manual', lingerSeconds: 60 })
    expect(await state()).toEqual(before)
  })

  test('does not connect a tunnel that the person has disconnected', async () => {
    const { ask, edit, state, account } = await setUp({ connect: 'on-first-use' })
    await ask('disconnect', { accountId: account.id })
    await edit({ connect: 'on-first-use', name: 'home' })
    expect(await state()).toBeUndefined()
  })
})

describe('removing an account', () => {
  test('ends its tunnel, forgets its password, and returns the whole account', async () => {
    const { ask, account, connected, vault, password, payloads, server } = await setUp()
    await connected()
    expect(await ask('removeAccount', { accountId: account.id })).toEqual(account)
    expect(await ask('listTunnels', {})).toEqual([])
    expect(await vault.get(password)).toBeUndefined()
    expect(payloads('AccountsChanged').at(-1)).toEqual([])
    await waitUntil(() => server.sockets.size === 0, { what: 'the connection to be closed' })
  })

  test('is refused for the jump host of another account, and its tunnel stays', async () => {
    const { ask, refusal, account, connected, reaches } = await setUp()
    const draft = { name: 'inner', host: 'inner.example.org', user: 'bob', jumpAccountId: account.id }
    await ask('addAccount', { draft })
    await connected()
    expect(await refusal('removeAccount', { accountId: account.id })).toMatchObject({ code: 'account-in-use', by: ['inner'] })
    await reaches(account.id, 'connected')
  })

  test('changes nothing while the keychain is locked', async () => {
    const { ask, refusal, account, vault } = await setUp()
    vault.remove = () => Promise.reject(new FailureError({ code: 'keychain-locked' }))
    expect(await refusal('removeAccount', { accountId: account.id })).toEqual({ code: 'keychain-locked' })
    expect(await ask('listAccounts', {})).toEqual([account])
    expect(await ask('listTunnels', {})).toEqual([])
  })

  test('can be undone: the same account is restored', async () => {
    const { ask, account, payloads, refusal } = await setUp()
    const removed = await ask('removeAccount', { accountId: account.id })
    expect(await ask('restoreAccount', { account: removed })).toEqual(account)
    expect(payloads('AccountsChanged').at(-1)).toEqual([account])
    expect(await refusal('restoreAccount', { account: removed })).toEqual({ code: 'account-exists', account: 'work' })
  })

  test('can be undone: an account that connects on first use waits again', async () => {
    const { ask, account, reaches } = await setUp({ connect: 'on-first-use' })
    await ask('restoreAccount', { account: await ask('removeAccount', { accountId: account.id }) })
    await reaches(account.id, 'waiting')
  })
})

test('forgetting a password deletes it from the keychain and keeps the account', async () => {
  const { ask, refusal, account, vault, password } = await setUp()
  expect(await ask('forgetPassword', { accountId: account.id })).toBeNull()
  expect(await vault.get(password)).toBeUndefined()
  expect(await ask('listAccounts', {})).toEqual([account])
  const other = '0e1f7a52-5d8e-4a3f-9b0a-111111111111'
  expect(await refusal('forgetPassword', { accountId: other })).toMatchObject({ code: 'account-not-found' })
})
