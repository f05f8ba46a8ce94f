import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import { openLinuxSockets } from './linux-sockets.ts'
import { openMacosSockets } from './macos-sockets.ts'
import type { SystemSockets } from './system-sockets.ts'
import { openWindowsSockets } from './windows-sockets.ts'

let opened: Promise<SystemSockets | undefined> | undefined

/**
 * The sockets of this system; undefined if it does not reveal their owners. SECURITY: this is decided once in a process, before its first
 * port is bound, and never again, because a later failure is no reason to serve everybody. Never rejects.
 */
export const systemSockets = (): Promise<SystemSockets | undefined> => (opened ??= openSystemSockets().catch(() => undefined))

/** Opens the tables of the system, and tries them on a connection of Postern's own. Rejects if they do not reveal its owner. */
export const openSystemSockets = async (platform: NodeJS.Platform = process.platform): Promise<SystemSockets> => {
  const sockets = await openFor(platform)
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const client = connect(port, '127.0.0.1')
  try {
    await once(client, 'connect', { signal: AbortSignal.timeout(5000) })
    const local = { address: '127.0.0.1', port: client.localPort ?? 0 }
    const found = sockets.connected({ local, remote: { address: '127.0.0.1', port } })
    if (found?.owner !== 'same-user') throw new Error('the system does not reveal the owners of sockets')
    return sockets
  } finally {
    client.destroy()
    server.close()
  }
}

const openFor = async (platform: NodeJS.Platform): Promise<SystemSockets> => {
  const { default: koffi } = await import('koffi')
  const uid = process.getuid?.()
  if (platform === 'linux' && uid !== undefined) return openLinuxSockets(koffi, uid)
  if (platform === 'darwin' && uid !== undefined) return openMacosSockets(koffi, uid)
  if (platform === 'win32') return openWindowsSockets(koffi)
  throw new Error('a system of another kind')
}
