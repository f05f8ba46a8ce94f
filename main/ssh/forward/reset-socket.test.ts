import { once } from 'node:events'
import type { Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { dialPort, endOf, startTcpServer, type TcpServer } from '../../testing/tcp-ends.ts'
import { resetSocket } from './reset-socket.ts'

let server: TcpServer | undefined
afterEach(async () => await server?.stop())

/** Both ends of one connection, ours first. */
const connected = async (): Promise<readonly [Socket, Socket]> => {
  let ours: Socket | undefined
  server = await startTcpServer((socket) => (ours = socket))
  const theirs = await dialPort(server.port)
  if (ours === undefined) await new Promise(setImmediate)
  return [ours!, theirs]
}

test('the other end receives a reset, not an end of file', async () => {
  const [ours, theirs] = await connected()
  resetSocket(ours)
  expect(await endOf(theirs)).toBe('reset')
})

test('a socket that waits for a peer which does not read is closed at once', async () => {
  const [ours] = await connected()
  ours.write(Buffer.alloc(32 * 1024 * 1024))
  resetSocket(ours)
  await once(ours, 'close')
})

test('a socket whose end of file is on its way is closed, and emits `close`', async () => {
  const [ours] = await connected()
  ours.end()
  resetSocket(ours)
  await once(ours, 'close')
  expect(ours.errored).toBeNull()
})

test('a socket that is closed is left alone', async () => {
  const [ours] = await connected()
  ours.destroy()
  await once(ours, 'close')
  resetSocket(ours)
  expect(ours.errored).toBeNull()
})
