import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { WebSocketServer } from 'ws'
import { bridgePath } from '../../../contract/bridge.ts'
import { FailureError } from '../../../contract/failure.ts'
import type { Language } from '../../../words/language.ts'
import type { Translate } from '../../../words/translate.ts'
import { portHolder } from '../../local-peer/port-holder.ts'
import type { WindowService } from '../../window/window-service.ts'
import { createAdmission } from './admission.ts'
import { refusalOf } from './request-rules.ts'
import { serveBridge } from './serve-bridge.ts'
import { createServePages } from './serve-pages.ts'

const address = '127.0.0.1'
/** SECURITY: how long a connection may stay open without a request, before the first as between two. */
const unusedMs = 5000
/** SECURITY: the longest message of a window; the largest request that contract/ allows is far below it. */
const maxMessageBytes = 1024 * 1024
/** The most tabs or windows of one Postern. An older tab is not closed for a new one, because a person may be typing in it. */
const maxBridges = 32

/** Refuses an upgrade and closes the socket, because the server's `close` waits for every socket. */
const refuseUpgrade = (socket: Socket): void => {
  socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', () => socket.destroy())
}

export interface BrowserShell {
  /** The address with the one-time token, for the person alone. */
  readonly url: string
  /** Disconnects every window. The caller closes the service. */
  readonly close: () => Promise<void>
}

export interface BrowserShellOptions {
  readonly service: WindowService
  /** Absolute path of the built window. */
  readonly windowFolder: string
  /** 0 takes any free port. */
  readonly port: number
  /** Whether the other end of a socket may get any answer. */
  readonly admitPeer: (socket: Socket) => boolean
  readonly language: Language
  readonly t: Translate
}

/**
 * Serves the built window on 127.0.0.1 and carries its requests and events over a WebSocket (docs/threat-model.md). Rejects with
 * FailureError `port-taken` or `port-needs-privilege`.
 */
export const startBrowserShell = async (options: BrowserShellOptions): Promise<BrowserShell> => {
  const { service, windowFolder, admitPeer, language, t } = options
  const server = createServer({
    requestTimeout: 10_000,
    headersTimeout: unusedMs,
    keepAliveTimeout: unusedMs,
    connectionsCheckingInterval: 500,
  })
  const bridges = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, perMessageDeflate: false })

  // SECURITY: on a machine with several users every one of them reaches loopback. Asked as a socket comes, before a byte is read, so that
  // no other user keeps a descriptor of ours.
  server.prependListener('connection', (socket: Socket) => {
    if (admitPeer(socket)) return
    socket.on('error', () => undefined)
    socket.resetAndDestroy()
  })

  try {
    server.listen({ host: address, port: options.port })
    await once(server, 'listening')
  } catch (error) {
    throw await listenFailure(error, { address, port: options.port })
  }
  const { port } = server.address() as AddressInfo
  const origin = `http://${address}:${port}`
  const admission = createAdmission(port)
  const servePages = createServePages({ windowFolder, origin, admission, language, t })

  const mayBridge = (request: IncomingMessage): boolean =>
    request.url === bridgePath &&
    refusalOf(request, origin, true) === undefined &&
    admission.admits(request.headers.cookie) &&
    bridges.clients.size < maxBridges

  server.on('request', (request, response) => {
    servePages(request, response)
  })
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head) => {
    socket.on('error', () => undefined)
    if (mayBridge(request)) bridges.handleUpgrade(request, socket, head, (bridge) => serveBridge(bridge, service))
    else refuseUpgrade(socket)
  })

  return {
    url: `${origin}/?token=${admission.token}`,
    close: async () => {
      for (const bridge of bridges.clients) bridge.terminate()
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** Returns the failure for a port that cannot be bound, or the error itself if it has another cause. */
const listenFailure = async (
  error: unknown,
  { address, port }: { readonly address: string; readonly port: number },
): Promise<unknown> => {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'EACCES' && process.platform !== 'win32')
    return new FailureError({ code: 'port-needs-privilege', port, suggestion: port + 10_000 }, { cause: error })
  if (code !== 'EADDRINUSE' && code !== 'EACCES') return error
  const holder = await portHolder({ address, port })
  return new FailureError({ code: 'port-taken', port, program: holder }, { cause: error })
}
