import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { describeWith } from '../testing/components.ts'
import { openPeerOwner } from './peer-owner.ts'
import { portHolder } from './port-holder.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

const listen = async (host: string) => {
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true })
  server.listen(0, host)
  await once(server, 'listening')
  closers.push(() => server.close())
  return { server, port: (server.address() as AddressInfo).port }
}

/** Dials from a program of its own, `as` another user if that is given, and returns our end of the connection. */
const dialled = async (host: string, options: { readonly as?: string; readonly dial?: string } = {}): Promise<Socket> => {
  const { server, port } = await listen(host)
  const script = `const s = require('net').connect(${port}, '${options.dial ?? host}'); setTimeout(() => s.destroy(), 20000)`
  const node = [process.execPath, '-e', script]
  const [program = '', ...args] = options.as === undefined ? node : ['setpriv', '--reuid', options.as, '--clear-groups', ...node]
  const child = spawn(program, args, { stdio: 'ignore' })
  closers.push(() => child.kill('SIGKILL'))
  const [socket] = (await once(server, 'connection')) as [Socket]
  closers.push(() => socket.destroy())
  return socket
}

const ends = (socket: Socket) => ({
  local: { address: socket.localAddress ?? '', port: socket.localPort ?? 0 },
  remote: { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 },
})

describe.skipIf(process.platform !== 'linux')('the owner of the other end of a connection', () => {
  test.each([{ host: '127.0.0.1' }, { host: '::1' }, { host: '127.0.0.1', dial: '::ffff:127.0.0.1' }])(
    'a program of our own on %o is ours',
    async ({ host, ...options }) => {
      expect((await openPeerOwner())(ends(await dialled(host, options)))).toBe('same-user')
    },
  )

  test('a client that has closed already is gone', async () => {
    const { server, port } = await listen('127.0.0.1')
    const child = spawn(process.execPath, ['-e', `require('net').connect(${port}, '127.0.0.1', function () { this.destroy() })`])
    const [socket] = (await once(server, 'connection')) as [Socket]
    closers.push(() => socket.destroy())
    await once(child, 'exit')
    expect((await openPeerOwner())(ends(socket))).toBe('gone')
  })
})

describeWith(['root', 'setpriv'], 'a program of another user', () => {
  test.each(['127.0.0.1', '::1'])('is not ours on %s', async (host) => {
    expect((await openPeerOwner())(ends(await dialled(host, { as: '65534' })))).toBe('other-user')
  })
})

describe.skipIf(process.platform !== 'linux')('the program that holds a port', () => {
  test.each([
    ['127.0.0.1', '127.0.0.1'],
    ['0.0.0.0', '127.0.0.1'],
    ['::', '127.0.0.1'],
    ['::1', '::1'],
  ])('a program that listens on %s is named to who wants %s', async (held, wanted) => {
    const script = `require('net').createServer().listen(0, '${held}', function () { console.log(this.address().port) })`
    const child = spawn(process.execPath, ['-e', script])
    closers.push(() => child.kill('SIGKILL'))
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    expect(await portHolder({ address: wanted, port: Number(line.toString()) })).toEqual({ name: 'node', pid: child.pid })
  })

  test('nobody holds a port that is free', async () => {
    const { server, port } = await listen('127.0.0.1')
    server.close()
    await once(server, 'close')
    expect(await portHolder({ address: '127.0.0.1', port })).toBeUndefined()
  })
})
