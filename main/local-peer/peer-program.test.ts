import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { createPeerProgram } from './peer-program.ts'
import type { SocketEnds } from './socket-ends.ts'
import type { SystemSockets } from './system-sockets.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

const endsOf = (socket: Socket): SocketEnds => ({
  local: { address: socket.localAddress ?? '', port: socket.localPort ?? 0 },
  remote: { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 },
})

const listen = async (host: string): Promise<{ readonly port: number; readonly accepted: () => Promise<Socket> }> => {
  const server = createServer()
  server.listen(0, host)
  await once(server, 'listening')
  closers.push(() => server.close())
  return {
    port: (server.address() as AddressInfo).port,
    accepted: async () => {
      const [socket] = (await once(server, 'connection')) as [Socket]
      socket.on('error', () => undefined)
      closers.push(() => socket.destroy())
      return socket
    },
  }
}

const ends: SocketEnds = { local: { address: '127.0.0.1', port: 11_110 }, remote: { address: '127.0.0.1', port: 50_000 } }

describe.skipIf(process.platform !== 'linux')('the program at the other end, on Linux', () => {
  test.each(['127.0.0.1', '::1'])('is the program that dialled %s', async (host) => {
    const { port, accepted } = await listen(host)
    const coming = accepted()
    // A program with a name of its own, by `comm`: `exec -a` does not change the kernel's name for it.
    const script = `require('fs').writeFileSync('/proc/self/comm', 'seagull'); require('net').connect(${port}, '${host}')`
    const child = spawn(process.execPath, ['-e', script], { stdio: 'ignore' })
    closers.push(() => child.kill('SIGKILL'))
    expect(await createPeerProgram()(endsOf(await coming))).toBe('seagull')
  })

  test('is undefined once it has ended', async () => {
    const { port, accepted } = await listen('127.0.0.1')
    const coming = accepted()
    const client = connect(port, '127.0.0.1')
    const socket = await coming
    const gone = endsOf(socket)
    client.destroy()
    await once(socket, 'close')
    expect(await createPeerProgram()(gone)).toBeUndefined()
  })
})

/** Sockets whose id is the port of the mail client. */
const socketsWith = (programs: SystemSockets['programs']): (() => Promise<SystemSockets>) => {
  const connected: SystemSockets['connected'] = ({ local }) => ({ owner: 'same-user', id: local.port })
  return () => Promise.resolve({ connected, listening: () => undefined, programs })
}

describe('a burst of connections', () => {
  test('is looked up in a few reads, and each begins a while after the one before has ended', async () => {
    const looks: number[] = []
    let isLooking = false
    const sockets = socketsWith(async (ids) => {
      expect(isLooking).toBe(false)
      isLooking = true
      looks.push(ids.size)
      await sleep(20)
      isLooking = false
      return new Map([...ids].map((id) => [id, { pid: id, name: `client-${id}` }]))
    })
    const ask = createPeerProgram({ sockets, pauseMs: 30 })
    const answers: Promise<string | undefined>[] = []
    for (let port = 1; port <= 200; port++) {
      answers.push(ask({ ...ends, remote: { address: '127.0.0.1', port } }))
      if (port % 100 === 0) await sleep(5)
    }
    expect(await Promise.all(answers)).toEqual(Array.from({ length: 200 }, (_, index) => `client-${index + 1}`))
    expect(looks).toEqual([100, 100])
  })
})

describe('a name', () => {
  const named = (name: string) =>
    createPeerProgram({
      sockets: socketsWith((ids) => Promise.resolve(new Map([...ids].map((pid) => [pid, { pid, name }])))),
    })(ends)

  test('is made printable, because a program names itself', async () => {
    expect(await named('\u001b[2Jmutt\u202e')).toBe('[2Jmutt')
    expect(await named('x'.repeat(500))).toHaveLength(64)
    expect(await named('\u0007')).toBeUndefined()
  })

  test('is undefined if the OS does not reveal it, and if the question fails', async () => {
    expect(await createPeerProgram({ sockets: () => Promise.resolve(undefined) })(ends)).toBeUndefined()
    const failing = socketsWith(() => Promise.reject(new Error('EACCES')))
    expect(await createPeerProgram({ sockets: failing })(ends)).toBeUndefined()
    expect(await createPeerProgram({ sockets: socketsWith(() => Promise.resolve(new Map())) })(ends)).toBeUndefined()
  })
})
