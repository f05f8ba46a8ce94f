import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { ConsoleMessage, Page } from '@playwright/test'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { contentSecurityPolicy } from '../../contract/content-security-policy.ts'
import { windowEventNames } from '../../contract/events.ts'
import type { PosternApi } from '../../contract/postern-api.ts'
import { requestNames } from '../../contract/requests.ts'
import { startForeignServer, type ForeignServer } from './foreign-server.ts'
import { launchPostern, type LaunchedPostern } from './launch-postern.ts'

declare const window: globalThis.Window & { readonly postern: PosternApi; ran?: boolean; stopped?: string[] }

declare global {
  var preventedAddresses: string[]
}

let postern: LaunchedPostern
let page: Page
let server: ForeignServer

beforeAll(async () => {
  server = await startForeignServer()
  postern = await launchPostern({ args: ['--use-fake-device-for-media-stream'] })
  page = postern.page
})
afterAll(async () => {
  await postern.close()
  await server.close()
})

/** Loads an address into the window from main, without any restriction. Resolves when the page is loaded, for Playwright too. */
const load = async (address: string): Promise<void> => {
  await postern.app.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]!.loadURL(to), address)
  await page.waitForURL(({ protocol }) => protocol === new URL(address).protocol)
}

/** The outcome of a request of this page. */
const asking = (of: Page): Promise<string> =>
  of.evaluate(() =>
    window.postern.listAccounts({}).then(
      ({ ok }) => (ok ? 'answered' : 'failed'),
      (error: unknown) => String(error),
    ),
  )

describe('the window', () => {
  test('shows the built page from app://postern', async () => {
    expect(page.url()).toBe('app://postern/')
    expect(await page.evaluate(() => [location.origin, isSecureContext])).toEqual(['app://postern', true])
  })

  test('has the declared calls, and nothing else', async () => {
    const declared = [...requestNames, ...windowEventNames.map((name) => `on${name}`)]
    const given = await page.evaluate(() =>
      Reflect.ownKeys(window.postern).map((name) => [String(name), typeof Reflect.get(window.postern, name)]),
    )
    expect(given.map(([name]) => name).sort()).toEqual(declared.sort())
    expect([...new Set(given.map(([, kind]) => kind))]).toEqual(['function'])
  })

  test('is answered', async () => {
    expect(await asking(page)).toBe('answered')
  })

  test.each([
    'require',
    'process',
    'module',
    'exports',
    'Buffer',
    'global',
    'setImmediate',
    '__dirname',
    'electron',
    'ipcRenderer',
  ])('does not know %s', async (name) => {
    expect(await page.evaluate((of) => typeof Reflect.get(globalThis, of), name)).toBe('undefined')
  })

  test('cannot replace these calls', async () => {
    const same = await page.evaluate(() => {
      const before = window.postern
      try {
        Object.defineProperty(window, 'postern', { value: {} })
      } catch {
        // The assignment throws.
      }
      return window.postern === before
    })
    expect(same).toBe(true)
  })

  test('runs in a sandbox, isolated, without Node', async () => {
    const preferences = await postern.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]!.webContents as unknown as {
        getLastWebPreferences: () => Record<string, unknown>
      }
      const { sandbox, contextIsolation, nodeIntegration, nodeIntegrationInSubFrames, webSecurity, webviewTag } =
        contents.getLastWebPreferences()
      return {
        guards: [sandbox, contextIsolation, webSecurity],
        holes: [nodeIntegration, nodeIntegrationInSubFrames, webviewTag],
      }
    })
    expect(preferences).toEqual({ guards: [true, true, true], holes: [false, false, false] })
  })

  test('has no Node in a worker', async () => {
    const starting = page.waitForEvent('worker')
    await page.evaluate(() => {
      // The policy admits no worker but one of the window's own files.
      new Worker(document.querySelector('script')!.src, { type: 'module' })
    })
    const worker = await starting
    // A sandbox alone keeps Node from a worker too. Electron names nodeIntegrationInWorker to the page's process, and nowhere else.
    const pageProcess = await postern.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.webContents.getOSProcessId(),
    )
    const commandLine = await readFile(`/proc/${pageProcess}/cmdline`, 'utf8')
    expect(commandLine).toContain('--type=renderer')
    expect(commandLine).not.toContain('node-integration')
    expect(
      await worker.evaluate(() => [location.origin, ...['process', 'require'].map((name) => typeof Reflect.get(self, name))]),
    ).toEqual(['app://postern', 'undefined', 'undefined'])
  })

  test('has no spell checker, which would fetch its word lists from the network', async () => {
    const checker = await postern.app.evaluate(({ BrowserWindow }) => {
      const { session } = BrowserWindow.getAllWindows()[0]!.webContents
      return { isEnabled: session.isSpellCheckerEnabled(), languages: session.getSpellCheckerLanguages() }
    })
    expect(checker).toEqual({ isEnabled: false, languages: [] })
  })

  test('has a preload that requires nothing but electron, as a sandbox demands', async () => {
    const preload = await readFile(path.resolve(import.meta.dirname, '../../out/preload/preload.cjs'), 'utf8')
    expect([...preload.matchAll(/\brequire\(([^)]*)\)/g)].map(([, name]) => name?.replace(/["'`]/g, ''))).toEqual(['electron'])
  })
})

describe('the policy', () => {
  /** Runs a script in a task of the page's own, where no debugger lifts the policy, and returns the violated directives. */
  const violations = (
    code: 'eval' | 'function' | 'inline-script' | 'inline-handler' | 'inline-style' | 'data-script',
  ): Promise<string[]> =>
    page.evaluate(
      (what) =>
        new Promise<string[]>((resolve) => {
          const answer = (directive?: string): void => {
            document.removeEventListener('securitypolicyviolation', heard)
            resolve(window.ran === true ? ['it ran'] : directive === undefined ? [] : [directive])
            delete window.ran
          }
          const heard = (event: SecurityPolicyViolationEvent): void => answer(event.effectiveDirective)
          document.addEventListener('securitypolicyviolation', heard)
          const doings = {
            eval: () => void (0, eval)('window.ran = true'),
            // eslint-disable-next-line @typescript-eslint/no-implied-eval -- that it is stopped is what is shown
            function: () => (new Function('window.ran = true') as () => void)(),
            'inline-script': () => {
              const script = document.createElement('script')
              script.textContent = 'window.ran = true'
              document.head.append(script)
            },
            'data-script': () => {
              const script = document.createElement('script')
              script.src = 'data:text/javascript,window.ran=true'
              document.head.append(script)
            },
            'inline-handler': () => {
              const button = document.createElement('button')
              button.setAttribute('onclick', 'window.ran = true')
              button.click()
            },
            'inline-style': () => {
              const style = document.createElement('style')
              style.textContent = ':root { --ran: 1 }'
              document.head.append(style)
              window.ran = getComputedStyle(document.documentElement).getPropertyValue('--ran') !== ''
            },
          }
          setTimeout(() => {
            try {
              doings[what]()
            } catch {
              // eval throws if it is forbidden.
            }
          })
          setTimeout(answer, 2000)
        }),
      code,
    )

  test.each([
    ['eval', /^script-src/],
    ['function', /^script-src/],
    ['inline-script', /^script-src/],
    ['data-script', /^script-src/],
    ['inline-handler', /^script-src/],
    ['inline-style', /^style-src/],
  ] as const)('stops %s', async (code, directive) => {
    expect(await violations(code)).toEqual([expect.stringMatching(directive)])
  })

  test('stops a frame and a form', async () => {
    await page.evaluate((address) => {
      window.stopped = []
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => window.stopped?.push(effectiveDirective))
      const frame = Object.assign(document.createElement('iframe'), { src: `${address}/frame` })
      const form = Object.assign(document.createElement('form'), { action: `${address}/form` })
      setTimeout(() => {
        document.body.append(frame, form)
        form.submit()
      })
    }, server.address)
    // The test polls, since a blocked frame breaks Playwright's waiting within the page.
    await expect.poll(() => page.evaluate(() => window.stopped?.sort())).toEqual(['form-action', 'frame-src'])
    expect(server.reached()).toEqual([])
    await page.reload()
  })

  test('comes with every file, and with the type that the file is', async () => {
    const answered = await page.reload()
    expect(await answered?.allHeaders()).toMatchObject({
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'content-type': 'text/html; charset=utf-8',
    })
  })
})

describe('the page cannot reach', () => {
  test.each(['file:///etc/passwd', 'https://example.org/', 'http://127.0.0.1:1/'])(
    '%s, by fetch and by XMLHttpRequest',
    async (address) => {
      const outcomes = await page.evaluate(
        async (to) => [
          await fetch(to).then(
            () => 'fetched',
            () => 'refused',
          ),
          await new Promise((resolve) => {
            const request = new XMLHttpRequest()
            request.onload = () => resolve('fetched')
            request.onerror = () => resolve('refused')
            try {
              request.open('GET', to)
              request.send()
            } catch {
              resolve('refused')
            }
          }),
        ],
        address,
      )
      expect(outcomes).toEqual(['refused', 'refused'])
    },
  )

  test('a server, by any API of a page', async () => {
    const stoppedByPolicy = await page.evaluate(
      async ({ address, udpPort }) => {
        const stopped: string[] = []
        document.addEventListener('securitypolicyviolation', ({ blockedURI }) => stopped.push(blockedURI))
        const image = new Image()
        image.src = `${address}/image`
        const script = document.createElement('script')
        script.src = `${address}/script`
        const style = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: `${address}/style` })
        const prefetch = Object.assign(document.createElement('link'), { rel: 'prefetch', href: `${address}/prefetch` })
        const preconnect = Object.assign(document.createElement('link'), { rel: 'preconnect', href: address })
        document.head.append(script, style, prefetch, preconnect)
        void fetch(`${address}/fetch`, { mode: 'no-cors' }).catch(() => undefined)
        navigator.sendBeacon(`${address}/beacon`, 'x')
        try {
          new WebSocket(address.replace('http', 'ws') + '/socket')
          new EventSource(`${address}/events`)
        } catch {
          // Refused at once.
        }
        const link = Object.assign(document.createElement('a'), { href: '#', ping: `${address}/ping` })
        document.body.append(link)
        link.click()
        const call = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${udpPort}` }] })
        call.createDataChannel('x')
        await call.setLocalDescription(await call.createOffer())
        // A WebRTC call without network access has no candidates.
        while (stopped.length < 9 || call.iceGatheringState !== 'complete') await new Promise(requestAnimationFrame)
        call.close()
        for (const element of [link, script, style, prefetch, preconnect]) element.remove()
        return stopped.map((stoppedAddress) => new URL(stoppedAddress).pathname.slice(1)).sort()
      },
      { address: server.address, udpPort: server.udpPort },
    )
    const ways = ['beacon', 'events', 'fetch', 'image', 'ping', 'prefetch', 'script', 'socket', 'style']
    expect(stoppedByPolicy).toEqual(ways)
    expect(server.reached()).toEqual([])
  })
})

describe('another page', () => {
  beforeAll(() =>
    postern.app.evaluate(({ BrowserWindow }) => {
      globalThis.preventedAddresses = []
      BrowserWindow.getAllWindows()[0]!.webContents.on('will-frame-navigate', (event) => {
        if (event.defaultPrevented) globalThis.preventedAddresses.push(event.url)
      })
    }),
  )

  /** Navigates to another page, and waits until the navigation was stopped: by main, or by Chromium, which reports it on the console. */
  const isStopped = async (address: string, way: 'link' | 'location'): Promise<void> => {
    let complaints = 0
    const heard = (message: ConsoleMessage): void => {
      if (message.type() === 'error') complaints++
    }
    page.on('console', heard)
    await postern.app.evaluate(() => void (globalThis.preventedAddresses = []))
    await page.evaluate(
      ({ to, by }) => {
        const link = Object.assign(document.createElement('a'), { href: to })
        if (by === 'link') link.click()
        else location.href = to
      },
      { to: address, by: way },
    )
    const prevented = (): Promise<number> => postern.app.evaluate(() => globalThis.preventedAddresses.length)
    await expect.poll(async () => complaints + (await prevented())).toBeGreaterThan(0)
    page.off('console', heard)
  }

  test.each(['file:///etc/passwd', 'https://example.org/', 'data:text/html,foreign', 'app://elsewhere/'])(
    'is not opened by a link to %s',
    async (address) => {
      const before = page.url()
      for (const way of ['link', 'location'] as const) {
        await isStopped(address, way)
        expect(page.url()).toBe(before)
        expect(await asking(page)).toBe('answered')
      }
    },
  )

  test('is not opened by a link to a server that answers', async () => {
    await isStopped(server.address, 'location')
    expect(page.url()).toMatch(/^app:\/\/postern\//)
    expect(server.reached()).toEqual([])
  })
})

describe('a request from elsewhere', () => {
  afterEach(async () => {
    await postern.app.evaluate(({ BrowserWindow }) => {
      for (const other of BrowserWindow.getAllWindows().slice(0, -1)) other.destroy()
    })
  })

  /** A second window with the same preload as the first. */
  const openSecond = async (address: string, partition: string): Promise<Page> => {
    const opened = postern.app.waitForEvent('window')
    await postern.app.evaluate(
      ({ BrowserWindow, app }, { to, of }) => {
        const preload = `${app.getAppPath()}/out/preload/preload.cjs`
        const second = new BrowserWindow({
          show: false,
          webPreferences: { preload, sandbox: true, contextIsolation: true, partition: of },
        })
        return second.loadURL(to)
      },
      { to: address, of: partition },
    )
    return opened
  }

  test('a foreign page in another window is refused', async () => {
    expect(await asking(await openSecond('data:text/html,<h1>foreign</h1>', 'other'))).toMatch(/refused/)
    expect(await asking(page)).toBe('answered')
  })

  test('our own page in another window is refused', async () => {
    expect(await asking(await openSecond('app://postern/', 'window'))).toMatch(/refused/)
  })

  test('a foreign page in our own window is refused, and our own is answered again', async () => {
    await load('data:text/html,<h1>foreign</h1>')
    expect(await asking(page)).toMatch(/refused/)
    await load('app://postern/')
    expect(await asking(page)).toBe('answered')
  })
})

describe('a permission', () => {
  test('is denied on request', async () => {
    const answers = await page.evaluate(async () => {
      const refused = (error: unknown): string => (error as DOMException).name
      return {
        notifications: await Notification.requestPermission(),
        camera: await navigator.mediaDevices.getUserMedia({ video: true }).then(() => 'granted', refused),
        microphone: await navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'granted', refused),
        place: await new Promise((resolve) => {
          navigator.geolocation.getCurrentPosition(
            () => resolve('granted'),
            ({ code, PERMISSION_DENIED }) => resolve(code === PERMISSION_DENIED ? 'denied' : 'failed'),
          )
        }),
        clipboard: await navigator.clipboard.readText().then(() => 'granted', refused),
      }
    })
    expect(answers).toEqual({
      notifications: 'denied',
      camera: 'NotAllowedError',
      microphone: 'NotAllowedError',
      place: 'denied',
      clipboard: 'NotAllowedError',
    })
  })
  test('to write to the clipboard is granted, so that addresses can be copied', async () => {
    expect(await page.evaluate(() => navigator.clipboard.writeText('127.0.0.1:11110').then(() => 'written', String))).toBe(
      'written',
    )
    expect(await postern.app.evaluate(({ clipboard }) => clipboard.readText())).toBe('127.0.0.1:11110')
  })
})
