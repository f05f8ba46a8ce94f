import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { describeWith } from '../main/testing/components.ts'
import { freePort } from '../main/testing/free-port.ts'
import { environmentWithoutKeyring, keyringComponents, startKeyring, type Keyring } from '../main/testing/keyring.ts'
import { posternCommand, type PosternCommand } from '../main/testing/postern-command.ts'
import { mustRun } from '../main/testing/run-program.ts'
import { startSshd, type Sshd } from '../main/testing/sshd.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../main/testing/temporary-folder.ts'

// "Do not ask me": a key whose random passphrase only the OS keychain holds. The keychain is a real gnome-keyring on a D-Bus session of
// the test's own.

describeWith(['root', 'sshd', 'ssh-keygen', 'openssl', 'unshare', ...keyringComponents], 'a key that the keychain opens', () => {
  let sshd: Sshd
  let keyring: Keyring
  let folder: TemporaryFolder
  let postern: PosternCommand
  const inEnvironment = (environment: NodeJS.ProcessEnv): PosternCommand =>
    posternCommand(path.join(folder.path, 'data'), { ...environment, HOME: folder.path, SSH_AUTH_SOCK: undefined })

  beforeEach(async () => {
    ;[sshd, keyring, folder] = await Promise.all([startSshd(), startKeyring(), makeTemporaryFolder('e2e-keychain')])
    postern = inEnvironment(keyring.env)
    const server = [
      '--host',
      sshd.host,
      '--port',
      String(sshd.port),
      '--user',
      sshd.user,
      '--trust',
      sshd.hostKeys()[0]!.fingerprint,
    ]
    await postern.must(['account', 'add', 'work', ...server, '--forward', `${await freePort()}:localhost:${sshd.port}`])
    await postern.must(['key', 'create', 'laptop', '--keychain'])
    await postern.must(['key', 'install', 'laptop', '--account', 'work'], { password: sshd.password! })
  })
  afterEach(() => Promise.all([sshd.stop(), keyring.stop(), folder.remove()]))

  test('connects a tunnel without a question, also after a restart of the server', async () => {
    const tunnel = await postern.up('work')
    await sshd.restart()
    await expect.poll(() => sshd.log(), { timeout: 20_000 }).toContain('Accepted publickey for bob')
    expect(await tunnel.stop()).toBe(0)
  })

  test('is encrypted on disk', async () => {
    const { file } = JSON.parse(await postern.must(['key', 'show', 'laptop', '--json'])) as { readonly file: string }
    await expect(mustRun('ssh-keygen', ['-y', '-P', '', '-f', file])).rejects.toThrow('incorrect passphrase')
  })

  test('opens nothing while the keychain is locked or absent, with a failure for each', async () => {
    const absent = await inEnvironment(environmentWithoutKeyring()).run(['check', 'work'])
    await keyring.lock()
    const locked = await postern.run(['check', 'work'])
    // The exit code for a missing secret is 7 (docs/command-line.md).
    expect([locked.code, absent.code]).toEqual([7, 7])
    expect(locked.stderr).not.toBe(absent.stderr)
  })
})
