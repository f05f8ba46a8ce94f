import { mkdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { describeWith } from '../testing/components.ts'
import { startSshd, type Sshd } from '../testing/sshd.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts'
import { windowHarness } from '../testing/window-harness.ts'

const { startWindow } = windowHarness()

let sshd: Sshd
let home: TemporaryFolder
const passphrase = { kept: 'keychain' } as const

describeWith(['sshd', 'ssh-keygen', 'root', 'unshare'], 'keys as the window asks for them', () => {
  beforeAll(async () => {
    sshd = await startSshd({
      users: [
        { name: 'bob', password: 'bob-password' },
        { name: 'carol', password: 'carol-password' },
      ],
    })
  })
  afterAll(() => sshd.stop())
  beforeEach(async () => {
    home = await makeTemporaryFolder('home')
    await mkdir(path.join(home.path, 'Downloads'))
    vi.stubEnv('HOME', home.path)
    vi.stubEnv('XDG_CONFIG_HOME', path.join(home.path, '.config'))
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    await home.remove()
  })

  /** An account as the wizard creates it, without mail ports. */
  const window = async (user: string) => {
    const opened = await startWindow()
    const server = { name: 'work', host: sshd.host, port: sshd.port, user, trustedFingerprint: sshd.hostKeys()[0]!.fingerprint }
    const { id: accountId } = await opened.ask('addAccount', { draft: { ...server, authentication: ['password'] } })
    return { ...opened, accountId }
  }

  test('create a key, install it with one password, and then log in with it', async () => {
    const { ask, refusal, question, payloads, accountId } = await window('bob')
    await ask('createIdentity', { name: 'laptop', type: 'ed25519', passphrase })
    const wish = { accountId, identity: 'laptop', restricted: true, mailHosts: ['localhost'] }
    expect(await refusal('installKey', { ...wish, mailHosts: [] })).toMatchObject({ code: 'input-invalid', field: 'forwards' })
    expect(await refusal('proveKey', { accountId, identity: 'laptop' })).toMatchObject({
      code: 'key-install-unproven',
      reason: 'key-not-taken',
    })
    expect((await ask('listAccounts', {}))[0]).not.toHaveProperty('identity')

    const installing = ask('installKey', wish)
    const { id: questionId } = await question('password')
    await ask('answerQuestion', { questionId, answer: { kind: 'password', secret: 'bob-password', remember: false } })
    const installed = await installing
    expect(installed).toMatchObject({
      alreadyThere: false,
      line: await ask('getKeyLine', wish),
      account: { identity: { kind: 'kept', name: 'laptop' }, authentication: ['key', 'password'] },
    })
    expect(payloads('AccountsChanged').at(-1)).toEqual([installed.account])
    expect(await readFile(sshd.authorizedKeysFile, 'utf8')).toContain(`${installed.line}\n`)
    expect(await ask('proveKey', { accountId, identity: 'laptop' })).toEqual(installed.account)

    await ask('removeIdentity', { name: 'laptop', evenInUse: true })
    expect(payloads('AccountsChanged').at(-1)?.[0]).not.toHaveProperty('identity')
  })

  test('save the line for the administrator, and never overwrite a file', async () => {
    const { ask, accountId } = await window('carol')
    const { publicKeyLine } = await ask('createIdentity', { name: 'laptop', type: 'ed25519', passphrase })
    const plain = await ask('savePublicKey', { identity: 'laptop', restricted: false, mailHosts: [] })
    expect(plain).toBe(path.join(home.path, 'Downloads/laptop.pub'))
    expect(await readFile(plain, 'utf8')).toBe(`${publicKeyLine}\n`)
    const wish = { accountId, identity: 'laptop', restricted: true, mailHosts: ['localhost', 'popserver'] }
    const restricted = await ask('savePublicKey', wish)
    expect(restricted).toBe(path.join(home.path, 'Downloads/laptop-2.pub'))
    const line = await readFile(restricted, 'utf8')
    expect(line).toBe(`${await ask('getKeyLine', wish)}\n`)
    expect(line.match(/permitopen=/g)).toHaveLength(14)
    expect((await stat(restricted)).mode & 0o777).toBe(0o600)
  })

  test('import a key from its text, change its passphrase, and show no secret', async () => {
    const { ask, refusal, service } = await window('bob')
    const text = await readFile(sshd.clientKeyFile, 'utf8')
    const imported = await ask('importIdentity', {
      name: 'client',
      from: { kind: 'text', text },
      passphrase: { kept: 'asked', passphrase: 'canary-one' },
    })
    expect(imported.publicKeyLine).toBe(sshd.clientPublicKey)
    const change = { name: 'client', passphrase: { kept: 'asked', passphrase: 'canary-two' } }
    expect(await refusal('changePassphrase', change)).toMatchObject({ code: 'secret-needed' })
    const wrong = await service.answer('changePassphrase', { ...change, current: 'canary-three' })
    expect(wrong).toMatchObject({ ok: false, failure: { code: 'passphrase-wrong' } })
    const right = await service.answer('changePassphrase', { ...change, current: 'canary-one' })
    expect(right).toMatchObject({ ok: true })
    expect(JSON.stringify([imported, wrong, right])).not.toContain('canary')
  })
})
