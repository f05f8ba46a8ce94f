import path from 'node:path'
import { chromium, type Browser, type Page } from '@playwright/test'
import { z } from 'zod'
import { findProgram } from '../../main/testing/components.ts'
import { posternScript } from '../../main/testing/postern-command.ts'
import { startProcess } from '../../main/testing/started-process.ts'

/** The components that `describeWith` needs for a test with the window. */
export const windowComponents = ['chromium'] as const

export type WindowLanguage = 'en' | 'nl'
export type WindowTheme = 'light' | 'dark'

/** The language of a browser whose window is in `language`. */
export const localeOf = (language: WindowLanguage): string => (language === 'nl' ? 'nl-NL' : 'en-GB')

/** The window of a `postern web` of its own, in a real browser. */
export interface PosternWindow {
  readonly page: Page
  readonly dataDir: string
  /** The output of Postern itself. */
  readonly log: () => string
  /** The errors of the browser: of scripts, of the content security policy, and of files that could not be loaded. */
  readonly complaints: () => readonly string[]
  /** Ends Postern as Ctrl+C does, under a window that stays open. */
  readonly endPostern: () => Promise<number | null>
  /** Ends both, and returns Postern's exit code. */
  readonly close: () => Promise<number | null>
}

const ListeningSchema = z.object({ event: z.literal('listening'), url: z.url() })

const addressIn = (log: string): string | undefined => {
  const line = log.split('\n').find((text) => text.startsWith('{"event":"listening"') && text.endsWith('}'))
  return line === undefined ? undefined : ListeningSchema.parse(JSON.parse(line)).url
}

let launched: Promise<Browser> | undefined
let opened = 0

/** One browser for all windows of a spec file; each window has a context of its own, with its own cookies and storage. */
const browser = (): Promise<Browser> =>
  // A test machine has no graphics card, and Chromium's emulation of one is slower than drawing without it.
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
    // A file of its own for each start, since the log of an earlier start on this data folder would show a ready Postern.
    logFile: path.join(folder, `postern-web-${++opened}.log`),
    env: { ...process.env, HOME: folder, SSH_AUTH_SOCK: undefined, LC_ALL: 'C.UTF-8', ...environment, POSTERN_DATA_DIR: dataDir },
    ready: (log) => addressIn(log) !== undefined,
  })
  const context = await (
    await browser()
  ).newContext({
    viewport: size,
    locale: localeOf(language),
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
