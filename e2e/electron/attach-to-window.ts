import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { chromium, type Browser, type Page } from '@playwright/test'
import { waitUntil } from '../../main/testing/wait-until.ts'

/** The option by which a Postern that is started lets `attachToWindow` in. Chromium writes the port that it took into the data folder. */
export const letsAttach = '--remote-debugging-port=0'

export interface AttachedWindow {
  readonly browser: Browser
  readonly page: Page
}

/**
 * Attaches to the one page of a Postern that was started with `letsAttach` on a new data folder. The page is left as the person has it: Playwright's
 * own launch would keep a hidden window's page "visible", as if it always had the focus.
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
