import { createServer, type AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import ssh2, { type ConnectConfig } from 'ssh2'
import { afterEach, expect, test } from 'vitest'
import { startSshServer, type SshServer, type SshServerOptions } from './ssh-server.ts'
import { makeTestKey } from './test-key.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const key = makeTestKey()
const start = async (options: Partial<SshServerOptions> = {}): Promise<SshServer> => {
  const server = await startSshServer({ users: [{ name: 'bob', password: 'bobs', publicKeys: [key.publicKey] }], ...options })
  closing.push(server.stop)
  return server
}
const logIn = (server: SshServer, how: ConnectConfig): Promise<ssh2.Client> =>
  new Promise((resolve, reject) => {
    const client = new ssh2.Client()
    closing.push(() => client.end())
    client.once('ready', () => resolve(client)).on('error', reject)
    client.connect({ host: server.host, port: server.port, username: 'bob', ...how })
  })
const open = (client: ssh2.Client, host: string, port: number): Promise<ssh2.ClientChannel> =>
  new Promise((resolve, reject) => {
    client.forwardOut('127.0.0.1', 1, host, port, (error, channel) => (error === undefined ? resolve(channel) : reject(error)))
  })

test('accepts a known key and the right password, and refuses others', async () => {
  const server = await start()
  await logIn(server, { privateKey: key.privateKey })
  await logIn(server, { password: 'bobs' })
  await expect(logIn(server, { privateKey: makeTestKey().privateKey })).rejects.toThrow('authentication')
  await expect(logIn(server, { password: 'wrong' })).rejects.toThrow('authentication')
})

test('forwards to the resolved destination', async () => {
  const greeter = createServer((socket) => socket.end('+OK ready\r\n'))
  await new Promise<void>((resolve) => greeter.listen(0, '127.0.0.1', resolve))
  closing.push(() => greeter.close())
  const { port } = greeter.address() as AddressInfo
  const server = await start({ resolve: () => ({ host: '127.0.0.1', port }) })
  const channel = await open(await logIn(server, { password: 'bobs' }), 'localhost', 110)
  expect(await text(channel)).toBe('+OK ready\r\n')
  expect(server.requested).toEqual(['localhost:110'])
})

test.each([
  ['prohibit', 1],
  ['refuse', 2],
] as const)('answers a channel request by the policy %s with reason %i', async (forwarding, reason) => {
  const server = await start({ forwarding })
  const client = await logIn(server, { password: 'bobs' })
  await expect(open(client, 'localhost', 110)).rejects.toMatchObject({ reason })
})
