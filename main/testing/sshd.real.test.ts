import { readFile, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { describeWith } from './components.ts'
import { runProgram } from './run-program.ts'
import { startSshd, type Sshd, type SshdOptions } from './sshd.ts'
import { makeTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts'

let sshd: Sshd | undefined
let folder: TemporaryFolder
beforeEach(async () => {
  folder = await makeTemporaryFolder('sshd-test')
})
afterEach(async () => {
  await sshd?.stop()
  await folder.remove()
  sshd = undefined
})
const start = async (options?: SshdOptions): Promise<Sshd> => (sshd = await startSshd(options))

/** ssh with this server's host keys and nothing of the person's own. With a password, no key is offered. */
const ssh = async (server: Sshd, command: string, options: { password?: string; method?: string; user?: string } = {}) => {
  const known = path.join(folder.path, 'known_hosts')
  await writeFile(known, `${server.knownHostsLines().join('\n')}\n`)
  const askpass = path.join(folder.path, 'askpass')
  await writeFile(askpass, `#!/bin/sh\necho '${options.password ?? ''}'\n`, { mode: 0o700 })
  const logIn =
    options.password === undefined
      ? ['-i', server.clientKeyFile, '-o', 'PreferredAuthentications=publickey']
      : ['-o', `PreferredAuthentications=${options.method ?? 'password'}`, '-o', 'NumberOfPasswordPrompts=1']
  const fixed = ['-F', 'none', '-o', `UserKnownHostsFile=${known}`, '-o', 'StrictHostKeyChecking=yes', '-o', 'IdentitiesOnly=yes']
  const to = ['-p', String(server.port), `${options.user ?? server.user}@${server.host}`]
  return runProgram('ssh', [...fixed, ...logIn, ...to, command], {
    env: { ...process.env, SSH_ASKPASS: askpass, SSH_ASKPASS_REQUIRE: 'force', DISPLAY: 'none' },
  })
}

describeWith(['sshd', 'ssh', 'ssh-keygen'], 'a server of the test’s own', () => {
  test('lets its client key in and shows the host keys that it says it has', async () => {
    const server = await start({ hostKeyTypes: ['ed25519', 'ecdsa'] })
    expect(await ssh(server, 'echo in')).toMatchObject({ code: 0, stdout: 'in\n' })
    expect(server.hostKeys().map(({ type }) => type)).toEqual(['ssh-ed25519', 'ecdsa-sha2-nistp256'])
    expect(server.log()).toContain('Accepted publickey')
  })

  test('comes back on its port with other host keys', async () => {
    const server = await start()
    const [before] = server.knownHostsLines()
    await server.restart({ hostKeyTypes: ['ed25519'] })
    expect(server.knownHostsLines()).not.toContain(before)
    expect((await ssh(server, 'true')).code).toBe(0)
  })

  test('keeps its sockets open and says nothing while it is frozen', async () => {
    const server = await start()
    const socket = connect(server.port, server.host)
    await new Promise((resolve) => socket.once('data', resolve))
    server.freeze()
    let heard = 0
    const late = connect(server.port, server.host).on('data', () => heard++)
    await new Promise((resolve) => late.once('connect', resolve))
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect([heard, socket.destroyed]).toEqual([0, false])
    server.thaw()
    await new Promise((resolve) => late.once('data', resolve))
    socket.destroy()
    late.destroy()
  })

  test('accepts extra lines of configuration', async () => {
    const server = await start({ config: ['ForceCommand echo forced'] })
    expect((await ssh(server, 'echo in')).stdout).toBe('forced\n')
  })
})

describeWith(['root', 'sshd', 'ssh', 'ssh-keygen', 'openssl', 'unshare'], 'a server with users of its own', () => {
  test('accepts a password and refuses a wrong one, and does not change the machine', async () => {
    const before = await readFile('/etc/passwd', 'utf8')
    const server = await start()
    expect((await ssh(server, 'echo ~', { password: server.password! })).stdout).toBe(`${server.folder}/home/bob\n`)
    expect((await ssh(server, 'true', { password: 'wrong' })).code).toBe(255)
    expect(await readFile('/etc/passwd', 'utf8')).toBe(before)
    expect(before).not.toContain('bob:')
  })

  test('asks by keyboard-interactive', async () => {
    const server = await start({ methods: ['keyboard-interactive'] })
    expect((await ssh(server, 'true', { password: server.password!, method: 'keyboard-interactive' })).code).toBe(0)
    expect((await ssh(server, 'true', { password: 'wrong', method: 'keyboard-interactive' })).code).toBe(255)
    expect(server.log()).toContain('Accepted keyboard-interactive/pam for bob')
  })

  test('sets the log-in shell of a user', async () => {
    const shellScript = "#!/bin/sh\necho 'You cannot telnet here'\nexit 1\n"
    const server = await start({ users: [{ name: 'carol', password: 'carols', shellScript }] })
    expect(await ssh(server, 'echo in')).toMatchObject({ code: 1, stdout: 'You cannot telnet here\n' })
  })
})
