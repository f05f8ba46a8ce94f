import path from 'node:path'
import { chromium, type Browser, type Page } from '@playwright/test'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Account } from '../../contract/account.ts'
import { AccountSchema } from '../../contract/account.ts'
import { SettingsSchema } from '../../contract/settings.ts'
import { noTraffic } from '../../contract/traffic.ts'
import type { TunnelStatus } from '../../contract/tunnel-state.ts'
import type { RequestName } from '../../contract/requests.ts'
import type { WindowListener, WindowService } from '../../main/window/window-service.ts'
import { startBrowserShell, type BrowserShell } from '../../main/shells/browser/start-browser-shell.ts'
import { describeWith, findProgram } from '../../main/testing/components.ts'
import { createTranslate } from '../../words/translate.ts'
import { windowComponents } from './open-window.ts'

// Main emits traffic at most ten times a second. Here a fake emits a thousand times as often: the window must draw at most once a frame,
// and not at all while it is hidden.

const account: Account = AccountSchema.parse({
  id: '6f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b11',
  name: 'Work',
  host: 'mail.example.org',
  user: 'bob',
  forwards: [{ id: 'pop3', service: 'pop3', bindPort: 11_110, destinationHost: 'localhost', destinationPort: 110 }],
})

const statusAt = (bytesIn: number): TunnelStatus => ({
  accountId: account.id,
  account: account.name,
  server: 'bob@mail.example.org:22',
  state: { name: 'connected', since: '2026-11-21T10:00:00.000Z' },
  forwards: [],
  traffic: { ...noTraffic, bytesIn },
})

const answers: Partial<Record<RequestName, unknown>> = {
  listAccounts: [account],
  listTunnels: [statusAt(0)],
  getSettings: SettingsSchema.parse({}),
  getOnboarding: null,
  getAbout: {
    version: '0',
    components: [],
    platform: 'linux',
    tellsOwners: true,
    userName: 'bob',
    dataFolder: '/',
    logFile: '/',
    keychain: 'ready',
  },
}

const changesASecond = 10_000

/** The counts of the page: its frames, and the times that the list of accounts was redrawn. */
const countDrawing = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const counts = { frames: 0, draws: 0 }
    Object.assign(window, { counts })
    const frame = (): void => {
      counts.frames++
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
    new MutationObserver(() => counts.draws++).observe(document.querySelector('main')!, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    })
  })

const countsOf = (page: Page): Promise<{ frames: number; draws: number }> =>
  page.evaluate(() => (window as unknown as { counts: { frames: number; draws: number } }).counts)

describeWith([...windowComponents], 'a burst of traffic changes', () => {
  const listeners = new Set<WindowListener>()
  let browser: Browser
  let shell: BrowserShell
  let told = 0

  const service: WindowService = {
    answer: (name) =>
      Promise.resolve({ ok: true, answer: Object.hasOwn(answers, String(name)) ? answers[name as RequestName] : [] }),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    showPlace: () => undefined,
    networkChanged: () => undefined,
    close: () => Promise.resolve(),
  }

  /** Sends the changes of `seconds` as fast as possible, a hundred at a time. */
  const burst = async (seconds: number): Promise<void> => {
    const all = changesASecond * seconds
    for (let count = 0; count < all; count += 100) {
      for (let number = 0; number < 100; number++) {
        told++
        for (const listener of listeners) listener('TunnelsChanged', [statusAt(told)])
      }
      await new Promise((resolve) => setTimeout(resolve, 1000 / (changesASecond / 100)))
    }
  }

  const openPage = async (): Promise<Page> => {
    const page = await browser.newPage()
    await page.goto(shell.url)
    await page.getByRole('heading', { name: 'Work' }).waitFor()
    return page
  }
  const shows = (page: Page, bytes: number): Promise<unknown> => page.locator(`main data[value="${bytes}"]`).first().waitFor()

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: findProgram('chromium')! })
  })
  afterAll(async () => {
    await browser.close()
  })

  const withShell = async (use: () => Promise<void>): Promise<void> => {
    shell = await startBrowserShell({
      service,
      windowFolder: path.resolve(import.meta.dirname, '../../out/renderer'),
      port: 0,
      admitPeer: () => true,
      language: 'en',
      t: createTranslate('en'),
    })
    try {
      await use()
    } finally {
      await shell.close()
    }
  }

  test('of ten thousand a second is drawn at most once a frame, and ends at the last of them', () =>
    withShell(async () => {
      const page = await openPage()
      await countDrawing(page)
      await burst(2)
      await shows(page, told)
      const { frames, draws } = await countsOf(page)
      expect(draws).toBeGreaterThan(0)
      expect(draws).toBeLessThanOrEqual(frames)
    }))

  test('is not drawn while the window gets no frames, and is right when it is seen again', () =>
    withShell(async () => {
      const page = await openPage()
      // Simulates a browser with a hidden page; the page of a test cannot be hidden.
      await page.evaluate(() => {
        const waiting: FrameRequestCallback[] = []
        const real = window.requestAnimationFrame.bind(window)
        window.requestAnimationFrame = (run) => waiting.push(run)
        Object.assign(window, {
          show: () => {
            window.requestAnimationFrame = real
            for (const run of waiting.splice(0)) run(performance.now())
          },
        })
      })
      await countDrawing(page)
      await burst(1)
      // The answer arrives after every earlier event, on the same socket.
      await page.evaluate(() => (window as unknown as { postern: { listAccounts: () => Promise<unknown> } }).postern.listAccounts())
      expect((await countsOf(page)).draws).toBe(0)
      await page.evaluate(() => (window as unknown as { show: () => void }).show())
      await shows(page, told)
    }))
})
