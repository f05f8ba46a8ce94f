import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectOptions, passwordMethod } from '../testing/connect-options.ts'
import { describeWith } from '../testing/components.ts'
import { freePort } from '../testing/free-port.ts'
import { failureFrom } from '../testing/rejection.ts'
import { startSshd } from '../testing/sshd.ts'
import type { Sshd } from '../testing/sshd.ts'
import { connect } from './connect.ts'
import type { AuthenticationMethod, ConnectOptions } from './connection.ts'
import { readPrivateKey } from '../testing/private-key.ts'

const keyOf = (sshd: Sshd): AuthenticationMethod => ({
  type: 'key',
  name: 'client',
  unlock: async () => await readPrivateKey(sshd.clientKeyFile),
})
const optionsFor = (sshd: Sshd, change: Partial<ConnectOptions> = {}): ConnectOptions =>
  connectOptions(sshd.port, { user: sshd.user, authentication: [keyOf(sshd)], ...change })

describeWith(['sshd', 'ssh-keygen'], 'a connection to a real sshd', () => {
  let sshd: Sshd
  beforeAll(async () => {
    sshd = await startSshd()
  })
  afterAll(async () => await sshd.stop())

  test('logs in with a key, returns the negotiated algorithms, and ends without a failure', async () => {
    const connection = await connect(optionsFor(sshd))
    expect(connection.facts).toMatchObject({
      hostKey: { type: 'ssh-ed25519', fingerprint: sshd.hostKeys()[0]?.fingerprint },
      serverSoftware: expect.stringMatching(/^OpenSSH_/) as string,
      keyExchange: 'curve25519-sha256',
      cipher: 'aes128-gcm@openssh.com',
      compression: 'none',
      authenticatedBy: 'key',
    })
    await connection.end()
    expect(await connection.closed).toBeUndefined()
  })

  test('opens no key and asks for no password where the host key is not trusted', async () => {
    const asked: string[] = []
    const authentication: readonly AuthenticationMethod[] = [
      {
        type: 'key',
        name: 'client',
        unlock: async () => {
          asked.push('key')
          return await readPrivateKey(sshd.clientKeyFile)
        },
      },
      {
        type: 'password',
        password: () => {
          asked.push('password')
          return Promise.resolve('secret')
        },
      },
    ]
    for (const verdict of ['unknown', 'revoked'] as const) {
      const connecting = connect(optionsFor(sshd, { authentication, judgeHostKey: () => ({ verdict }) }))
      expect(await failureFrom(connecting)).toMatchObject({ code: `host-key-${verdict}` })
    }
    // The packets behind the refused key are handled before this connection ends.
    const connection = await connect(optionsFor(sshd))
    await connection.end()
    expect(asked).toEqual([])
  })

  test('compresses where it is switched on', async () => {
    const connection = await connect(optionsFor(sshd, { compression: true }))
    expect(connection.facts.compression).toBe('zlib@openssh.com')
    await connection.end()
  })

  test('carries bytes through a channel and back', async () => {
    const echo = createServer({ allowHalfOpen: true }, (socket) => socket.pipe(socket))
    echo.listen(0, '127.0.0.1')
    await once(echo, 'listening')
    const connection = await connect(optionsFor(sshd))
    const channel = await connection.openChannel({ host: '127.0.0.1', port: (echo.address() as AddressInfo).port })
    channel.end('hello')
    const chunks: Buffer[] = []
    for await (const chunk of channel) chunks.push(chunk as Buffer)
    expect(Buffer.concat(chunks).toString()).toBe('hello')
    await connection.end()
    echo.close()
  })

  // ssh2-facts 19
  test('rejects a mail server that refuses and an unknown host name with different reasons', async () => {
    const connection = await connect(optionsFor(sshd))
    const port = await freePort()
    expect(await failureFrom(connection.openChannel({ host: '127.0.0.1', port }))).toEqual({
      code: 'mail-server-refused',
      destination: `127.0.0.1:${port}`,
      reason: 'connection-refused',
      said: 'Connection refused',
    })
    expect(await failureFrom(connection.openChannel({ host: 'nosuch.invalid', port: 110 }))).toEqual({
      code: 'mail-server-refused',
      destination: 'nosuch.invalid:110',
      reason: 'host-not-found',
      said: expect.stringMatching(/not known|resolution|Unknown host/) as string,
    })
    await connection.end()
  })

  test('runs a command without a pty, with its input and both outputs', async () => {
    const connection = await connect(optionsFor(sshd))
    const result = await connection.execute('cat; tty >&2; exit 3', { stdin: Buffer.from('given') })
    expect({ ...result, stdout: String(Buffer.from(result.stdout)), stderr: String(Buffer.from(result.stderr)) }).toEqual({
      exitCode: 3,
      stdout: 'given',
      stderr: 'not a tty\n',
    })
    await connection.end()
  })

  test('keeps the first 64 KiB of what a command prints', async () => {
    const connection = await connect(optionsFor(sshd))
    const { stdout, exitCode } = await connection.execute('head -c 300000 /dev/zero')
    expect([stdout.length, exitCode]).toEqual([64 * 1024, 0])
    await connection.end()
  })

  test('goes through another connection, which stays up when it ends', async () => {
    const outer = await connect(optionsFor(sshd))
    const inner = await connect(optionsFor(sshd, { via: outer }))
    expect(String(Buffer.from((await inner.execute('echo through')).stdout))).toBe('through\n')
    await inner.end()
    expect(String(Buffer.from((await outer.execute('echo still up')).stdout))).toBe('still up\n')
    const second = await connect(optionsFor(sshd, { via: outer }))
    await outer.end()
    expect(await second.closed).toMatchObject({ code: 'connection-lost' })
  })

  test('through a jump host fails with the same failures as a direct connection', async () => {
    const outer = await connect(optionsFor(sshd))
    const port = await freePort()
    expect(await failureFrom(connect(optionsFor(sshd, { via: outer, port })))).toEqual({
      code: 'connection-refused',
      host: '127.0.0.1',
      port,
    })
    expect(await failureFrom(connect(optionsFor(sshd, { via: outer, host: 'nosuch.invalid' })))).toEqual({
      code: 'host-not-found',
      host: 'nosuch.invalid',
    })
    await outer.end()
  })

  test('is lost when the server’s process is killed', async () => {
    const connection = await connect(optionsFor(sshd))
    sshd.dropConnections()
    expect(await connection.closed).toMatchObject({ code: 'connection-lost' })
  })

  // ssh2-facts 12
  test('is given up when the server is frozen, and its end does not hang', async () => {
    const connection = await connect(optionsFor(sshd, { keepaliveMs: 300, keepaliveTimeoutMs: 500 }))
    const through = await connect(optionsFor(sshd))
    sshd.freeze()
    expect(await connection.closed).toMatchObject({ code: 'peer-silent' })
    await through.end()
    sshd.thaw()
  })

  test('is probed when the network has changed: a server that answers stays, a frozen one is given up at once', async () => {
    const connection = await connect(optionsFor(sshd))
    connection.probe(2000)
    expect(String(Buffer.from((await connection.execute('sleep 3; echo still up')).stdout))).toBe('still up\n')
    sshd.freeze()
    connection.probe(300)
    expect(await connection.closed).toMatchObject({ code: 'peer-silent' })
    sshd.thaw()
  })

  test('survives the rekeys that the server asks for', async () => {
    const rekeying = await startSshd({ config: ['RekeyLimit 1M'] })
    const connection = await connect(optionsFor(rekeying))
    const { stdout } = await connection.execute('head -c 6000000 /dev/zero | wc -c; head -c 6000000 /dev/zero; echo')
    expect(stdout.length).toBe(64 * 1024)
    expect(String(Buffer.from((await connection.execute('echo alive')).stdout))).toBe('alive\n')
    await connection.end()
    await rekeying.stop()
  })
})

describeWith(['sshd', 'ssh-keygen'], 'an sshd that forbids', () => {
  test('forwarding says so', async () => {
    const sshd = await startSshd({ config: ['AllowTcpForwarding no'] })
    const connection = await connect(optionsFor(sshd))
    expect(await failureFrom(connection.openChannel({ host: 'localhost', port: 110 }))).toEqual({
      code: 'forwarding-prohibited',
      host: '127.0.0.1',
      destination: 'localhost:110',
    })
    await connection.end()
    await sshd.stop()
  })

  test('commands says so', async () => {
    const sshd = await startSshd({ config: ['MaxSessions 0'] })
    const connection = await connect(optionsFor(sshd))
    expect(await failureFrom(connection.execute('true'))).toMatchObject({ code: 'key-install-refused' })
    await connection.end()
    await sshd.stop()
  })
})

describeWith(['sshd', 'ssh-keygen', 'root'], 'passwords at a real sshd', () => {
  let sshd: Sshd
  beforeAll(async () => {
    sshd = await startSshd({ methods: ['publickey', 'password', 'keyboard-interactive'] })
  })
  afterAll(async () => await sshd.stop())

  test('log in, at the second try too', async () => {
    const authentication = [passwordMethod('wrong', sshd.password!)]
    const connection = await connect(optionsFor(sshd, { authentication }))
    expect(connection.facts.authenticatedBy).toBe('password')
    await connection.end()
  })

  test('that are wrong are refused, with the tried and the accepted methods', async () => {
    const authentication = [passwordMethod('wrong', 'wrong', 'wrong', 'wrong')]
    expect(await failureFrom(connect(optionsFor(sshd, { authentication })))).toEqual({
      code: 'login-refused',
      host: '127.0.0.1',
      user: sshd.user,
      tried: ['password'],
      accepted: ['publickey', 'password', 'keyboard-interactive'],
    })
  })

  test('are answered by keyboard-interactive', async () => {
    const asked: string[] = []
    const authentication: AuthenticationMethod[] = [
      {
        type: 'keyboard-interactive',
        answer: ({ prompts }) => {
          asked.push(...prompts.map(({ text }) => text))
          return Promise.resolve([asked.length === 1 ? 'wrong' : sshd.password!])
        },
      },
    ]
    const connection = await connect(optionsFor(sshd, { authentication }))
    expect(connection.facts.authenticatedBy).toBe('keyboard-interactive')
    expect(asked).toEqual([expect.stringMatching(/password:$/i), expect.stringMatching(/password:$/i)])
    await connection.end()
  })

  test('that a person does not answer by keyboard-interactive are asked for as a password', async () => {
    const authentication: AuthenticationMethod[] = [
      { type: 'keyboard-interactive', answer: () => Promise.resolve(undefined) },
      passwordMethod(sshd.password!),
    ]
    const connection = await connect(optionsFor(sshd, { authentication }))
    expect(connection.facts.authenticatedBy).toBe('password')
    await connection.end()
  })
})

describeWith(['sshd', 'ssh-keygen'], 'a server that ends the log-in by itself', () => {
  test('after too many attempts has refused it; the network is not to blame', async () => {
    const sshd = await startSshd({ config: ['MaxAuthTries 2'] })
    const authentication = [passwordMethod('wrong', 'wrong', 'wrong')]
    expect(await failureFrom(connect(optionsFor(sshd, { authentication })))).toMatchObject({ code: 'login-refused' })
    await sshd.stop()
  })
})
