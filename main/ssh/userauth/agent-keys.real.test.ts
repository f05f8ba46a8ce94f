import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectOptions, passwordMethod } from '../../testing/connect-options.ts'
import { describeWith } from '../../testing/components.ts'
import { failureFrom } from '../../testing/rejection.ts'
import { mustRun } from '../../testing/run-program.ts'
import { startProcess } from '../../testing/started-process.ts'
import type { StartedProcess } from '../../testing/started-process.ts'
import { startSshd } from '../../testing/sshd.ts'
import type { Sshd } from '../../testing/sshd.ts'
import { makeTemporaryFolder } from '../../testing/temporary-folder.ts'
import type { TemporaryFolder } from '../../testing/temporary-folder.ts'
import { connect } from '../connect.ts'
import type { AuthenticationMethod } from '../connection.ts'
import { readPrivateKey } from '../../testing/private-key.ts'

describeWith(['sshd', 'ssh-keygen', 'ssh-agent', 'ssh-add'], 'a real ssh-agent', () => {
  let sshd: Sshd
  let folder: TemporaryFolder
  let agent: StartedProcess
  let address: string
  let authority: string
  const add = async (file: string): Promise<string> =>
    await mustRun('ssh-add', ['-q', file], { env: { ...process.env, SSH_AUTH_SOCK: address } })
  const removeAll = async (): Promise<string> =>
    await mustRun('ssh-add', ['-q', '-D'], { env: { ...process.env, SSH_AUTH_SOCK: address } })
  /** A key of that type with a certificate of the authority, both in the agent; the server knows the authority alone. */
  const addCertified = async (type: readonly string[]): Promise<void> => {
    const file = path.join(folder.path, `certified-${Math.random()}`)
    await mustRun('ssh-keygen', ['-q', '-t', ...type, '-N', '', '-f', file])
    await mustRun('ssh-keygen', ['-q', '-s', authority, '-I', 'somebody', '-n', sshd.user, `${file}.pub`])
    await add(file)
  }
  const addStrangers = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index += 1) {
      const file = path.join(folder.path, `stranger-${Math.random()}`)
      await mustRun('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file])
      await add(file)
    }
  }

  beforeAll(async () => {
    folder = await makeTemporaryFolder('agent')
    authority = path.join(folder.path, 'authority')
    await mustRun('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', authority])
    sshd = await startSshd({ config: [`TrustedUserCAKeys ${authority}.pub`] })
    address = path.join(folder.path, 'agent.sock')
    agent = await startProcess({
      program: 'ssh-agent',
      args: ['-D', '-a', address],
      logFile: path.join(folder.path, 'agent.log'),
      ready: (log) => log.includes('SSH_AUTH_SOCK'),
    })
  })
  afterAll(async () => {
    await agent.stop()
    await sshd.stop()
    await folder.remove()
  })

  const agentMethod = (): AuthenticationMethod => ({ type: 'agent', address })
  const keyMethod = (): AuthenticationMethod => ({
    type: 'key',
    name: 'client',
    unlock: async () => await readPrivateKey(sshd.clientKeyFile),
    publicKey: Buffer.from(sshd.clientPublicKey.split(' ')[1]!, 'base64'),
  })
  const login = async (...authentication: readonly AuthenticationMethod[]) =>
    await connect(connectOptions(sshd.port, { user: sshd.user, authentication }))

  test('logs in with the key it holds, ed25519 and RSA', async () => {
    await removeAll()
    await add(sshd.clientKeyFile)
    const connection = await login(agentMethod())
    expect(connection.facts.authenticatedBy).toBe('agent')
    await connection.end()

    const rsa = path.join(folder.path, 'rsa')
    await mustRun('ssh-keygen', ['-q', '-t', 'rsa', '-b', '2048', '-N', '', '-f', rsa])
    const withRsa = await startSshd({ authorizedKeys: [(await readFile(`${rsa}.pub`, 'utf8')).trim()] })
    await removeAll()
    await add(rsa)
    const second = await connect(connectOptions(withRsa.port, { user: withRsa.user, authentication: [agentMethod()] }))
    expect(second.facts.authenticatedBy).toBe('agent')
    await second.end()
    await withRsa.stop()
  })

  test.each([[['ed25519']], [['rsa', '-b', '2048']], [['ecdsa', '-b', '256']], [['ecdsa', '-b', '521']]])(
    'logs in with a certificate that it holds: %j',
    async (type) => {
      await removeAll()
      await addStrangers(1)
      await addCertified(type)
      const connection = await login(agentMethod())
      expect(connection.facts.authenticatedBy).toBe('agent')
      expect(sshd.log()).toMatch(new RegExp(`Accepted publickey for .*${type[0]}-CERT`, 'i'))
      await connection.end()
    },
  )

  test('logs in with its twentieth key, if the server allows as many attempts', async () => {
    const patient = await startSshd({ config: ['MaxAuthTries 30'] })
    await removeAll()
    await addStrangers(19)
    await add(patient.clientKeyFile)
    const connection = await connect(connectOptions(patient.port, { user: patient.user, authentication: [agentMethod()] }))
    expect(connection.facts.authenticatedBy).toBe('agent')
    await connection.end()
    await patient.stop()
  })

  test('with twenty keys of others leaves an attempt for the account’s own key and for a password', async () => {
    await removeAll()
    await addStrangers(20)
    const byKey = await login(agentMethod(), keyMethod())
    expect(byKey.facts.authenticatedBy).toBe('key')
    await byKey.end()
    if (sshd.password === undefined) return
    const byPassword = await login(agentMethod(), passwordMethod(sshd.password))
    expect(byPassword.facts.authenticatedBy).toBe('password')
    await byPassword.end()
  })

  test('with a key of another leaves a second attempt for a password', async () => {
    await removeAll()
    await addStrangers(1)
    if (sshd.password === undefined) return
    const byPassword = await login(agentMethod(), passwordMethod('wrong', sshd.password))
    expect(byPassword.facts.authenticatedBy).toBe('password')
    await byPassword.end()
  })

  test('is asked first for the account’s own key, however many keys it lists before it', async () => {
    await removeAll()
    await addStrangers(8)
    await add(sshd.clientKeyFile)
    const connection = await login(agentMethod(), keyMethod())
    expect(connection.facts.authenticatedBy).toBe('agent')
    await connection.end()
  })

  test('without a key that the server accepts is refused, and so is one without any key', async () => {
    await removeAll()
    await addStrangers(1)
    expect(await failureFrom(login(agentMethod()))).toMatchObject({ code: 'login-refused', tried: ['agent'] })
    await removeAll()
    expect(await failureFrom(login(agentMethod()))).toMatchObject({ code: 'login-refused', tried: [] })
  })
})
