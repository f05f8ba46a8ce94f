import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { WebSocket } from 'ws'
import type { Outcome } from '../../contract/postern-api.ts'
import { createTranslate } from '../../words/translate.ts'
import type { WindowListener, WindowService } from '../window/window-service.ts'
import { startBrowserShell, type BrowserShellOptions } from '../shells/browser/start-browser-shell.ts'
import { askHttp } from './ask-http.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

/** A service that answers every request with its own name and input, and counts the requests. */
export interface EchoService extends WindowService {
  readonly asked: readonly { readonly name: unknown; readonly input: unknown }[]
  readonly tell: WindowListener
  readonly listeners: () => number
  /** From now on no request is answered. */
  readonly holdAnswers: () => void
}

const createEchoService = (): EchoService => {
  const asked: { name: unknown; input: unknown }[] = []
  const listeners = new Set<WindowListener>()
  let held = false
  return {
    asked,
    holdAnswers: () => (held = true),
    answer: (name, input) => {
      asked.push({ name, input })
      if (held) return new Promise(() => undefined)
      return Promise.resolve({ ok: true, answer: { name, input } } satisfies Outcome<unknown>)
    },
    showPlace: () => undefined,
    networkChanged: () => undefined,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: () => Promise.resolve(),
    tell: (name, payload) => {
      for (const listener of listeners) listener(name, payload)
    },
    listeners: () => listeners.size,
  }
}

/** The result of opening a WebSocket: the open socket, or the HTTP status of the refusal. */
export type Opening = { readonly socket: WebSocket } | { readonly status: number }

export const openSocket = (url: string, headers: Readonly<Record<string, string>>): Promise<Opening> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers })
    socket.once('open', () => resolve({ socket }))
    socket.once('unexpected-response', (_request, response) => {
      resolve({ status: response.statusCode ?? 0 })
      response.destroy()
    })
    socket.once('error', reject)
  })

/** A browser shell over an echo service. Its window has two files, and there is a file beside that is not the window's. */
export const startBrowserShellHarness = async (options: Partial<BrowserShellOptions> = {}) => {
  const folder = await makeTemporaryFolder('browser-shell')
  const windowFolder = path.join(folder.path, 'renderer')
  await mkdir(path.join(windowFolder, 'assets'), { recursive: true })
  const html = '<!doctype html><html><head><script type="module" src="./assets/app.js"></script></head><body></body></html>'
  await writeFile(path.join(windowFolder, 'index.html'), html)
  await writeFile(path.join(windowFolder, 'assets/app.js'), 'app()')
  await writeFile(path.join(folder.path, 'secret.txt'), 'not the window')

  const service = createEchoService()
  const shell = await startBrowserShell({
    service,
    windowFolder,
    port: 0,
    language: 'en',
    t: createTranslate('en'),
    admitPeer: () => true,
    ...options,
  })
  const url = new URL(shell.url)
  const port = Number(url.port)
  /** Exchanges the token for the Cookie header of the window's browser. */
  const enter = async (): Promise<string> => {
    const { headers } = await askHttp(port, `/${url.search}`)
    return headers['set-cookie']?.[0]?.split(';')[0] ?? ''
  }
  return {
    shell,
    service,
    url,
    port,
    origin: url.origin,
    enter,
    windowFolder,
    /** Opens the bridge as the window does. `headers` are added, or replace the window's. */
    bridge: (cookie: string, headers: Readonly<Record<string, string>> = {}): Promise<Opening> =>
      openSocket(`ws://${url.host}/bridge`, { Origin: url.origin, Cookie: cookie, ...headers }),
    stop: async () => {
      await shell.close()
      await folder.remove()
    },
  }
}
