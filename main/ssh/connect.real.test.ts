import { readFile } from 'node:fs/promises'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWith } from '../testing/components.ts'
import { startSshd } from '../testing/sshd.ts'
import type { Sshd } from '../testing/sshd.ts'
import { connect } from './connect.ts'
import type { ConnectOptions } from './connection.ts'

describeWith(['sshd', 'ssh-keygen'], 'a connection to a real sshd', () => {
  let sshd: Sshd
  beforeAll(async () => {
    sshd = await startSshd()
  })
  afterAll(async () => await sshd.stop())

  const options = (change: Partial<ConnectOptions> = {}): ConnectOptions => ({
    host: '127.0.0.1',
    port: sshd.port,
    user: sshd.user,
    authentication: [{ type: 'key', name: 'client', unlock: async () => await readFile(sshd.clientKeyFile) }],
    judgeHostKey: () => ({ verdict: 'trusted' }),
    knownKeyTypes: [],
    compression: false,
    connectTimeoutMs: 20_000,
    keepaliveMs: 15_000,
    keepaliveTimeoutMs: 15_000,
    ...change,
  })

  test('logs in with a key, tells what was negotiated, and says good-bye', async () => {
    const connection = await connect(options())
    expect(connection.facts).toMatchObject({
      hostKey: { type: 'ssh-ed25519', fingerprint: sshd.hostKeys()[0]?.fingerprint },
      keyExchange: 'curve25519-sha256',
      cipher: 'aes128-gcm@openssh.com',
      compression: 'none',
      authenticatedBy: 'key',
    })
    await connection.end()
    expect(await connection.closed).toBeUndefined()
  })

  test('carries bytes through a channel and back', async () => {
    const echo = createServer({ allowHalfOpen: true }, (socket) => socket.pipe(socket))
    echo.listen(0, '127.0.0.1')
    await once(echo, 'listening')
    const connection = await connect(options())
    const channel = await connection.openChannel({ host: '127.0.0.1', port: (echo.address() as AddressInfo).port })
    channel.end('hello')
    const chunks: Buffer[] = []
    for await (const chunk of channel) chunks.push(chunk as Buffer)
    expect(Buffer.concat(chunks).toString()).toBe('hello')
    await connection.end()
    echo.close()
  })

  test('runs a command', async () => {
    const connection = await connect(options())
    const result = await connection.execute('cat; echo said >&2; exit 3', { stdin: Buffer.from('given') })
    expect({ ...result, stdout: Buffer.from(result.stdout).toString(), stderr: Buffer.from(result.stderr).toString() }).toEqual({
      exitCode: 3,
      stdout: 'given',
      stderr: 'said\n',
    })
    await connection.end()
  })
})
