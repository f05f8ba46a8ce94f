import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { afterAll, afterEach, beforeEach } from 'vitest'
import { posternCommand, type PosternCommand } from '../../main/testing/postern-command.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../../main/testing/temporary-folder.ts'
import { closeBrowser, openWindow, type PosternWindow, type WindowLanguage } from './open-window.ts'

export interface OpenOptions {
  readonly language?: WindowLanguage
  /** A column of the tray's width, or a window with the sidebar. */
  readonly width?: 'narrow' | 'wide'
  readonly environment?: NodeJS.ProcessEnv
}

/** The parts of each test of the window: a data folder, the command on it, and windows that end with the test. */
export interface WindowHarness {
  readonly folder: () => string
  readonly postern: () => PosternCommand
  readonly open: (options?: OpenOptions) => Promise<PosternWindow>
  /** Runs after the test, the last one first. */
  readonly after: (end: () => Promise<unknown>) => void
}

const sizes = { narrow: { width: 400, height: 640 }, wide: { width: 1000, height: 700 } } as const

const showFailure = async (name: string, { page, dataDir, complaints, log: printed }: PosternWindow): Promise<void> => {
  await page.screenshot({ path: `out/e2e/${name}.png`, fullPage: true })
  const log = await readFile(path.join(dataDir, 'logs/postern.log'), 'utf8').catch(() => 'no log')
  console.log(complaints().join('\n'), printed(), log)
}

/** Must be called in a `describe`, since it adds hooks. */
export const windowHarness = (): WindowHarness => {
  let folder: TemporaryFolder
  let postern: PosternCommand
  let windows: PosternWindow[] = []
  const ends: (() => Promise<unknown>)[] = []

  beforeEach(async () => {
    folder = await makeTemporaryFolder('e2e-window', { shared: true })
    ends.push(folder.remove)
    postern = posternCommand(path.join(folder.path, 'data'), { HOME: folder.path, SSH_AUTH_SOCK: undefined })
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail')
      for (const window of windows.filter(({ page }) => !page.isClosed())) await showFailure(task.name, window)
    windows = []
    for (const end of ends.splice(0).reverse()) await end()
  })
  afterAll(closeBrowser)

  return {
    folder: () => folder.path,
    postern: () => postern,
    after: (end) => void ends.push(end),
    open: async ({ language = 'en', width = 'narrow', environment = {} } = {}) => {
      const window = await openWindow({ folder: folder.path, language, size: sizes[width], environment })
      windows.push(window)
      let closing: Promise<number | null> | undefined
      const close = (): Promise<number | null> => (closing ??= window.close())
      ends.push(close)
      return { ...window, close }
    },
  }
}

/** Another tab of the same browser on the same window. */
export const openTab = async (page: Page): Promise<Page> => {
  const tab = await page.context().newPage()
  await tab.goto(new URL('/', page.url()).href)
  return tab
}
