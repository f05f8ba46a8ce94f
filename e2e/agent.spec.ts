import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { describeWith } from '../main/testing/components.ts'
import { freePort } from '../main/testing/free-port.ts'
import { environmentWithoutKeyring } from '../main/testing/keyring.ts'
import { posternCommand } from '../main/testing/postern-command.ts'
import { mustRun, type ProgramResult } from '../main/testing/run-program.ts'
import { startSshd, type Sshd } from '../main/testing/sshd.ts'
import { startProcess, type StartedProcess } from '../main/testing/started-process.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../main/testing/temporary-folder.ts'

// The keys and certificates of an agent, as the command offers them.

describeWith(['sshd', 'ssh-keygen', 'ssh-agent', 'ssh-add'], 'an account that logs in by an agent', () => {
  let folder: TemporaryFolder
  let agent: StartedProcess
  let address: string
  let authority: string
  let accounts = 0
  const servers: Sshd[] = []

  beforeAll(async () => {
    folder = await makeTemporaryFolder('e2e-agent')
    authority = path.join(folder.path, 'authority')
    await mustRun('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', authority])
    address = path.join(folder.path, 'agent.sock')
    agent = await startProcess({
      program: 'ssh-agent',
      args: ['-D', '-a', address],
      logFile: path.join(folder.path, 'agent.log'),
      ready: (log) => log.includes('SSH_AUTH_SOCK'),
    })
  })
  afterAll(async () => {
    for (const server of servers) await server.stop()
    await agent.stop()
    await folder.remove()
  })

  const withAgent = async (...args: readonly string[]): Promise<string> =>
    await mustRun('ssh-add', ['-q', ...args], { env: { ...process.env, SSH_AUTH_SOCK: address } })
  const makeKey = async (): Promise<string> => {
    const file = path.join(folder.path, `key-${await freePort()}-${Math.random()}`)
    await mustRun('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file])
    return file
  }
  const addStrangers = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index += 1) await withAgent(await makeKey())
  }
  const serve = async (...config: readonly string[]): Promise<Sshd> => {
    const server = await startSshd({ config })
    servers.push(server)
    return server
  }
  /** Checks a new account with these ways to log in. */
  const check = async (server: Sshd, ...auth: readonly string[]): Promise<ProgramResult> => {
    accounts += 1
    const environment = { ...environmentWithoutKeyring(), HOME: folder.path, SSH_AUTH_SOCK: address }
    const postern = posternCommand(path.join(folder.path, `data-${accounts}`), environment)
    await postern.must([
      ...['account', 'add', 'work', '--host', server.host, '--port', String(server.port), '--user', server.user],
      ...['--trust', server.hostKeys()[0]!.fingerprint, ...auth],
      ...['--forward', `${await freePort()}:127.0.0.1:${server.port}`],
    ])
    return await postern.run(['check', 'work'])
  }

  beforeEach(() => withAgent('-D'))

  test('gets in with the seventh key', async () => {
    const server = await serve('MaxAuthTries 20')
    await addStrangers(6)
    await withAgent(server.clientKeyFile)
    expect(await check(server, '--auth', 'agent')).toMatchObject({ code: 0, stderr: '' })
  })

  test('gets in with a certificate', async () => {
    const server = await serve(`TrustedUserCAKeys ${authority}.pub`)
    const certified = await makeKey()
    await mustRun('ssh-keygen', ['-q', '-s', authority, '-I', 'somebody', '-n', server.user, `${certified}.pub`])
    await addStrangers(1)
    await withAgent(certified)
    expect(await check(server, '--auth', 'agent')).toMatchObject({ code: 0, stderr: '' })
    expect(server.log()).toMatch(/Accepted publickey for .*ED25519-CERT/i)
  })

  test('is told what the server said where it ends the log-in before the seventh key, and gets in once the account names that key', async () => {
    const server = await serve('MaxAuthTries 6')
    await addStrangers(6)
    await withAgent(server.clientKeyFile)
    const refused = await check(server, '--auth', 'agent')
    expect(refused.code).toBe(6)
    expect(refused.stderr).toMatch(/Tried: the SSH agent\. .*Too many authentication failures/)
    expect(await check(server, '--auth', 'agent,key', '--key', server.clientKeyFile)).toMatchObject({ code: 0, stderr: '' })
    // Not by the key of the file, which would stand behind the agent's.
    expect(server.log().match(/Failed publickey/g)).toHaveLength(6)
  })
})
