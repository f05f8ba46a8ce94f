import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { openSystemSockets } from './open-system-sockets.ts'
import { createPeerOwner } from './peer-owner.ts'
import { createPeerProgram } from './peer-program.ts'
import { portHolder } from './port-holder.ts'

describe('on Windows', () => {
  test.each(['127.0.0.1', '::1'])('a program of our own that dialled %s is ours, and is named', async (host) => {
    const server = createServer()
    server.listen(0, host)
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const script = `require('net').connect(${port}, '${host}')`
    const child = spawn(process.execPath, ['-e', script], { stdio: 'ignore' })
    const [socket] = (await once(server, 'connection')) as [ReturnType<typeof connect>]
    try {
      const ends = {
        local: { address: socket.localAddress ?? '', port: socket.localPort ?? 0 },
        remote: { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 },
      }
      const sockets = await openSystemSockets()
      expect(createPeerOwner(sockets)(ends)).toBe('same-user')
      expect(await createPeerProgram()(ends)).toBe('node')
      expect(createPeerOwner(sockets)({ ...ends, remote: { ...ends.remote, port: ends.remote.port ^ 1 } })).toBe('gone')
      expect(await portHolder({ address: host, port })).toEqual({ name: 'node', pid: process.pid })
    } finally {
      socket.destroy()
      child.kill()
      server.close()
    }
  })
})
