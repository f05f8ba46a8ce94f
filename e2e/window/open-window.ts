import path from 'node:path'
import { chromium, type Browser, type Page } from '@playwright/test'
import { z } from 'zod'
import { findProgram } from '../../main/testing/components.ts'
import { posternScript } from '../../main/testing/postern-command.ts'
import { startProcess } from '../../main/testing/started-process.ts'

/** What `describeWith` has to name for a test that opens the window. */
export const windowComponents = ['chromium'] as const

export type WindowLanguage = 'en' | 'nl'
export type WindowTheme = 'light' | 'dark'

/** The window of a `postern web` of its own, in a real browser. */
export interface PosternWindow {
  readonly page: Page
  readonly dataDir: string
  /** What Postern itself printed. */
  readonly log: () => string
  /** What the browser complained of: errors of scripts, what the content security policy stopped, what could not be loaded. */
  readonly complaints: () => readonly string[]
  /** Ends Postern as Ctrl+C does, under a window that stays open. */
  readonly endPostern: () => Promise<number | null>
  /** Ends both, and gives Postern's exit code. */
  readonly close: () => Promise<number | null>
}

const ListeningSchema = z.object({ event: z.literal('listening'), url: z.url() })

const addressIn = (log: string): string | undefined => {
  const line = log.split('\n').find((text) => text.startsWith('{"event":"listening"') && text.endsWith('}'))
  return line === undefined ? undefined : ListeningSchema.parse(JSON.parse(line)).url
}

let launched: Promise<Browser> | undefined
let opened = 0

/** One browser for all windows of a spec file; each window has a context, so cookies and storage, of its own. */
const browser = (): Promise<Browser> =>
  // A computer for tests has no graphics card; Chromium would emulate one, which costs more than drawing by itself.
  (launched ??= chromium.launch({ executablePath: findProgram('chromium')!, args: ['--disable-gpu'] }))

export const closeBrowser = async (): Promise<void> => {
  const open = launched
  launched = undefined
  await (await open)?.close()
}

/** Starts `postern web` on a data folder in `folder` and opens its address. */
export const openWindow = async (options: {
  readonly folder: string
  readonly language: WindowLanguage
  readonly theme?: WindowTheme
  /** In CSS pixels; the small window of the tray by default. */
  readonly size?: { readonly width: number; readonly height: number }
  readonly environment?: NodeJS.ProcessEnv
}): Promise<PosternWindow> => {
  const { folder, language, theme = 'light', size = { width: 400, height: 640 }, environment = {} } = options
  const dataDir = path.join(folder, 'data')
  const started = await startProcess({
    program: process.execPath,
    args: [posternScript, 'web', '--no-open', '--json'],
    // A file of its own: one that is opened again on its data folder must not be taken to be ready by what the first one wrote.
    logFile: path.join(folder, `postern-web-${++opened}.log`),
    env: { ...process.env, HOME: folder, SSH_AUTH_SOCK: undefined, LC_ALL: 'C.UTF-8', ...environment, POSTERN_DATA_DIR: dataDir },
    ready: (log) => addressIn(log) !== undefined,
  })
  const context = await (
    await browser()
  ).newContext({
    viewport: size,
    locale: language === 'nl' ? 'nl-NL' : 'en-GB',
    colorScheme: theme,
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      complaints.push(`${message.type()}: ${message.text()} ${message.location().url}`)
  })
  await page.goto(addressIn(started.log())!)
  return {
    page,
    dataDir,
    log: started.log,
    complaints: () => complaints,
    endPostern: () => started.stop('SIGINT'),
    close: async () => {
      await context.close()
      return started.stop('SIGINT')
    },
  }
}
