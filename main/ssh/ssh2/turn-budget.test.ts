import { once } from 'node:events'
import type { Socket } from 'node:net'
import ssh2 from 'ssh2'
import type { CipherAlgorithm, ClientChannel, ServerChannel } from 'ssh2'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { message, sendPayload, sshString, uint32 } from '../../testing/send-payload.ts'
import { startSshServer } from '../../testing/ssh-server.ts'
import { waitUntil } from '../../testing/wait-until.ts'
import { accelerate } from './accelerate.ts'
import { limitTurns } from './turn-budget.ts'

const stops: (() => unknown)[] = []
afterEach(async () => {
  vi.restoreAllMocks()
  for (const stop of stops.splice(0).reverse()) await stop()
})

const SSH_MSG_CHANNEL_DATA = 94

/** A client with one channel, and a server that sends data of it in one piece. */
const openChannel = async (options: { readonly cipher: CipherAlgorithm; readonly accelerated: boolean }) => {
  const seen: { socket?: Socket; peer?: object; far?: ServerChannel } = {}
  const server = await startSshServer({
    users: [{ name: 'bob', password: 'secret' }],
    forwarding: 'prohibit',
    onConnection: (connection, socket) => {
      Object.assign(seen, { socket, peer: connection })
      connection.on('tcpip', (accept) => (seen.far = accept()))
    },
  })
  stops.push(server.stop)
  const client = new ssh2.Client()
  client.on('error', () => undefined)
  const { host, port } = server
  client.connect({ host, port, username: 'bob', password: 'secret', algorithms: { cipher: [options.cipher] } })
  limitTurns(client)
  if (options.accelerated) accelerate(client)
  await once(client, 'ready')
  stops.push(() => client.destroy())
  const channel = await new Promise<ClientChannel>((resolve, reject) => {
    client.forwardOut('127.0.0.1', 0, 'mail.example', 110, (error, opened) => {
      if (error) reject(error)
      else resolve(opened)
    })
  })
  const id = (seen.far as unknown as { readonly outgoing: { readonly id: number } }).outgoing.id
  return {
    channel,
    sendAtOnce: (pieces: readonly string[]) => {
      seen.socket!.cork()
      for (const piece of pieces) sendPayload(seen.peer!, message(SSH_MSG_CHANNEL_DATA, uint32(id), sshString(piece)))
      seen.socket!.uncork()
    },
  }
}

describe('data that a server sends at once', () => {
  test.each([
    { cipher: 'aes128-gcm@openssh.com', accelerated: true },
    { cipher: 'aes128-gcm@openssh.com', accelerated: false },
    { cipher: 'aes256-ctr', accelerated: false },
  ] as const)(
    'is taken over many turns of the event loop where each packet takes long, in order ($cipher, $accelerated)',
    async (options) => {
      const { channel, sendAtOnce } = await openChannel(options)
      let turn = 0
      const count = (): void => {
        turn += 1
        timer = setImmediate(count)
      }
      let timer = setImmediate(count)
      stops.push(() => clearImmediate(timer))
      const arrived: string[] = []
      const turns = new Set<number>()
      channel.on('data', (chunk: Buffer) => {
        arrived.push(chunk.toString())
        turns.add(turn)
      })
      // The clock goes on by a millisecond at each reading.
      let now = performance.now()
      vi.spyOn(performance, 'now').mockImplementation(() => (now += 1))
      const pieces = Array.from({ length: 200 }, (_, index) => `${index},`)
      sendAtOnce(pieces)
      await waitUntil(() => arrived.join('').length === pieces.join('').length, { what: 'all of it' })
      expect(arrived.join('')).toBe(pieces.join(''))
      // Ten at most in each.
      expect(turns.size).toBeGreaterThanOrEqual(20)
    },
  )
})
