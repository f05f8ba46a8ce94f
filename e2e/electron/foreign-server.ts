import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A web server and a UDP port that a page may try to reach, with the requests that arrived. */
export interface ForeignServer {
  readonly address: string
  readonly udpPort: number
  readonly reached: () => readonly string[]
  readonly close: () => Promise<void>
}

export const startForeignServer = async (): Promise<ForeignServer> => {
  const reached: string[] = []
  const web = createServer((request, response) => {
    reached.push(`${request.method ?? ''} ${request.url ?? ''}`)
    response.setHeader('access-control-allow-origin', '*')
    response.end('<!doctype html><title>foreign</title>')
  })
  web.on('upgrade', (request, socket) => {
    reached.push(`upgrade ${request.url ?? ''}`)
    socket.destroy()
  })
  web.listen(0, '127.0.0.1')
  const udp = createSocket('udp4').on('message', () => void reached.push('udp'))
  udp.bind(0, '127.0.0.1')
  await Promise.all([once(web, 'listening'), once(udp, 'listening')])
  return {
    address: `http://127.0.0.1:${(web.address() as AddressInfo).port}`,
    udpPort: udp.address().port,
    reached: () => reached,
    close: async () => {
      udp.close()
      web.closeAllConnections()
      web.close()
      await once(web, 'close')
    },
  }
}
