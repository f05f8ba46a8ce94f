import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { namesInLsof } from './peer-names-macos.ts'
import { namesInTables } from './peer-names-windows.ts'
import type { PeerNames, SocketEnds } from './peer-names.ts'
import { createPeerProgram } from './peer-program.ts'

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
const ends6: SocketEnds = { local: { address: '::1', port: 11_025 }, remote: { address: '::1', port: 50_001 } }

describe.skipIf(process.platform !== 'linux')('the program at the other end, on Linux', () => {
  test.each(['127.0.0.1', '::1'])('is the one that dialled %s', async (host) => {
    const { port, accepted } = await listen(host)
    const coming = accepted()
    // A program with a name of its own: `exec -a` does not change what the kernel calls it, `comm` does.
    const script = `require('fs').writeFileSync('/proc/self/comm', 'seagull'); require('net').connect(${port}, '${host}')`
    const child = spawn(process.execPath, ['-e', script], { stdio: 'ignore' })
    closers.push(() => child.kill('SIGKILL'))
    expect(await createPeerProgram()(endsOf(await coming))).toBe('seagull')
  })

  test('is nobody once it has gone', async () => {
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

describe('a burst of connections', () => {
  test('is looked up in a few looks, none of which begins before the one that ran has ended and a while has passed', async () => {
    const looks: number[] = []
    let isLooking = false
    const peerNames: PeerNames = async (sockets) => {
      expect(isLooking).toBe(false)
      isLooking = true
      looks.push(sockets.length)
      await sleep(20)
      isLooking = false
      return new Map(sockets.map((socket) => [socket, `client-${socket.remote.port}`]))
    }
    const ask = createPeerProgram({ peerNames, pauseMs: 30 })
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
  const named = (name: string) => createPeerProgram({ peerNames: ([socket]) => Promise.resolve(new Map([[socket!, name]])) })(ends)

  test('is made fit for a screen, since a program names itself', async () => {
    expect(await named('\u001b[2Jmutt\u202e')).toBe('[2Jmutt')
    expect(await named('x'.repeat(500))).toHaveLength(64)
    expect(await named('\u0007')).toBeUndefined()
  })

  test('is missing where the OS does not tell, and where asking fails', async () => {
    expect(await createPeerProgram({ platform: 'aix' })(ends)).toBeUndefined()
    expect(await createPeerProgram({ peerNames: () => Promise.reject(new Error('EACCES')) })(ends)).toBeUndefined()
    expect(await createPeerProgram({ peerNames: () => Promise.resolve(new Map()) })(ends)).toBeUndefined()
  })
})

test('on Windows the name is that of the process whose socket has the two ends the other way round', () => {
  const netstat = [
    '  Proto  Lokale Adresse         Remoteadresse          Status           PID',
    '  TCP    127.0.0.1:11110        0.0.0.0:0              ABHÖREN          5120',
    '  TCP    127.0.0.1:11110        127.0.0.1:50000        HERGESTELLT      5120',
    '  TCP    127.0.0.1:50000        127.0.0.1:11110        HERGESTELLT      7000',
    '  TCP    [::1]:50001            [::1]:11025            HERGESTELLT      7001',
  ].join('\r\n')
  const tasklist = [
    '"Postern.exe","5120","Console","1","90,000 K"',
    '"thunderbird.exe","7000","Console","1","400,000 K"',
    '"OUTLOOK.EXE","7001","Console","1","400,000 K"',
  ].join('\r\n')
  const names = namesInTables([ends, ends6], { netstat, tasklist })
  expect([names.get(ends), names.get(ends6)]).toEqual(['thunderbird', 'OUTLOOK'])
  expect(namesInTables([ends], { netstat, tasklist: 'INFO: No tasks are running.' }).size).toBe(0)
})

test('on macOS the name stands above the socket that has the two ends the other way round', () => {
  const output = [
    ...['p310', 'cPostern', 'f21', 'n127.0.0.1:11110->127.0.0.1:50000'],
    ...['p900', 'cMail\\x20Helper', 'f40', 'n127.0.0.1:50000->127.0.0.1:11110'],
    ...['p901', 'cmutt', 'f5', 'n[::1]:50001->[::1]:11025', ''],
  ].join('\n')
  const names = namesInLsof([ends, ends6], output)
  expect([names.get(ends), names.get(ends6)]).toEqual(['Mail Helper', 'mutt'])
})
