import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { openSystemSockets } from './open-system-sockets.ts'
import { createPeerOwner } from './peer-owner.ts'
import { createPeerProgram } from './peer-program.ts'

// Wine names no process for IPv6 sockets and for listeners; tcp-table.test.ts covers both.
describe('on Windows', () => {
  test('a program of our own that dialled is ours, and is named', async () => {
    const host = '127.0.0.1'
    const server = createServer()
    server.listen(0, host)
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const script = `require('net').connect(${port}, '${host}')`
    const child = spawn(process.execPath, ['-e', script], { stdio: 'ignore' })
    const [socket] = (await once(server, 'connection')) as [Socket]
    try {
      const ends = {
        local: { address: socket.localAddress ?? '', port: socket.localPort ?? 0 },
        remote: { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 },
      }
      const sockets = await openSystemSockets()
      expect(createPeerOwner(sockets)(ends)).toBe('same-user')
      expect(await createPeerProgram()(ends)).toBe('node')
      expect(createPeerOwner(sockets)({ ...ends, remote: { ...ends.remote, port: ends.remote.port ^ 1 } })).toBe('gone')
    } finally {
      socket.destroy()
      child.kill()
      server.close()
    }
  })
})
