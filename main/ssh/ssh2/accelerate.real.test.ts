import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { describeWith } from '../../testing/components.ts'
import { startSshd } from '../../testing/sshd.ts'
import type { Sshd } from '../../testing/sshd.ts'
import { connect } from '../connect.ts'
import type { Connection } from '../connection.ts'
import { readPrivateKey } from '../../testing/private-key.ts'

const mebibyte = 1024 * 1024
const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

const start = async (config: readonly string[] = []): Promise<Sshd> => {
  const sshd = await startSshd({ config })
  stops.push(sshd.stop)
  return sshd
}
const connectTo = async (sshd: Sshd, compression = false): Promise<Connection> => {
  const connection = await connect({
    host: sshd.host,
    port: sshd.port,
    user: sshd.user,
    authentication: [{ type: 'key', name: 'client', unlock: async () => await readPrivateKey(sshd.clientKeyFile) }],
    judgeHostKey: () => ({ verdict: 'trusted' }),
    knownKeyTypes: [],
    compression,
    connectTimeoutMs: 20_000,
    logInTimeoutMs: 120_000,
    keepaliveMs: 15_000,
    keepaliveTimeoutMs: 15_000,
  })
  stops.push(connection.end)
  return connection
}
const startEcho = async (): Promise<number> => {
  const echo: Server = createServer({ allowHalfOpen: true }, (socket) => socket.pipe(socket))
  echo.listen(0, '127.0.0.1')
  await once(echo, 'listening')
  stops.push(() => void echo.close())
  return (echo.address() as AddressInfo).port
}
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Sends `size` bytes to an echo while both directions are busy, and returns whether the same bytes came back. */
const comesBack = async (connection: Connection, port: number, sent: Buffer): Promise<boolean> => {
  const channel = await connection.openChannel({ host: '127.0.0.1', port })
  channel.end(sent)
  const chunks: Buffer[] = []
  for await (const chunk of channel) chunks.push(chunk as Buffer)
  return sha256(Buffer.concat(chunks)) === sha256(sent)
}
const noise = randomBytes(24 * mebibyte)

describeWith(['sshd', 'ssh-keygen'], 'a fast connection to a real sshd', () => {
  test('carries the same bytes both ways while the server asks for new keys again and again', async () => {
    const sshd = await start(['RekeyLimit 1M', 'LogLevel DEBUG2'])
    const connection = await connectTo(sshd)
    expect(await comesBack(connection, await startEcho(), noise)).toBe(true)
    expect(sshd.log().match(/rekeying in progress|set_newkeys: rekeying/g)?.length ?? 0).toBeGreaterThan(8)
  })

  test('carries eight streams at once across rekeys', async () => {
    const sshd = await start(['RekeyLimit 2M'])
    const connection = await connectTo(sshd)
    const port = await startEcho()
    const streams = Array.from({ length: 8 }, (_, index) =>
      comesBack(connection, port, noise.subarray(index * mebibyte, (index + 3) * mebibyte)),
    )
    expect(await Promise.all(streams)).toEqual(Array.from({ length: 8 }, () => true))
  })

  test.each(['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'chacha20-poly1305@openssh.com', 'aes256-ctr'])(
    'carries the same bytes where the server offers %s alone',
    async (cipher) => {
      const connection = await connectTo(await start([`Ciphers ${cipher}`, 'RekeyLimit 1M']))
      expect(connection.facts.cipher).toBe(cipher)
      expect(await comesBack(connection, await startEcho(), noise.subarray(0, 4 * mebibyte))).toBe(true)
    },
  )

  test('carries the same bytes compressed, also across rekeys', async () => {
    const connection = await connectTo(await start(['RekeyLimit 256K']), true)
    expect(connection.facts.compression).toBe('zlib@openssh.com')
    const text = Buffer.from('Subject: the quick brown fox\r\n'.repeat(50_000))
    expect(await comesBack(connection, await startEcho(), Buffer.concat([text, noise.subarray(0, 2 * mebibyte)]))).toBe(true)
  })

  test('carries 64 MiB of zeros, which compress to a thousandth', async () => {
    const connection = await connectTo(await start(), true)
    expect(await comesBack(connection, await startEcho(), Buffer.alloc(64 * mebibyte))).toBe(true)
  })

  test('logs in with one request, which is signed', async () => {
    const sshd = await start(['LogLevel DEBUG1'])
    await connectTo(sshd)
    const requests = sshd.log().match(/userauth-request for user .* method \w+/g) ?? []
    expect(requests.map((line) => line.split(' ').at(-1))).toEqual(['publickey'])
    expect(sshd.log()).not.toContain('Postponed publickey')
  })
})
