import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { chromium, type Browser, type Page } from '@playwright/test'
import { waitUntil } from '../../main/testing/wait-until.ts'

/** The option that allows `attachToWindow` to attach to a started Postern. Chromium writes its port into the data folder. */
export const letsAttach = '--remote-debugging-port=0'

export interface AttachedWindow {
  readonly browser: Browser
  readonly page: Page
}

/**
 * Attaches to the one page of a Postern that was started with `letsAttach` on a new data folder. The page's visibility and focus stay real:
 * with Playwright's own launch the page of a hidden window would stay "visible" and focused.
 */
export const attachToWindow = async (dataDir: string): Promise<AttachedWindow> => {
  const file = path.join(dataDir, 'DevToolsActivePort')
  let written: readonly string[] = []
  const isWritten = async (): Promise<boolean> => {
    written = (await readFile(file, 'utf8').catch(() => '')).split('\n')
    return written.length === 2
  }
  await waitUntil(isWritten, { what: 'the port of the window’s debugger' })
  const browser = await chromium.connectOverCDP(`ws://127.0.0.1:${written.join('')}`, { noDefaults: true })
  const [context] = browser.contexts()
  const page = context!.pages()[0] ?? (await context!.waitForEvent('page'))
  await page.waitForLoadState()
  return { browser, page }
}
