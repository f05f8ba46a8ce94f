import path from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { makeTemporaryFolder } from '../../main/testing/temporary-folder.ts'
import type { Language } from '../../words/language.ts'

const project = path.resolve(import.meta.dirname, '../..')
const { POSTERN_E2E_ELECTRON: binary, POSTERN_E2E_APP: application = project } = process.env

/**
 * The command that starts Electron on the built application. POSTERN_E2E_ELECTRON and POSTERN_E2E_APP replace the installed Electron and
 * the built application.
 */
export const electronCommand = {
  ...(binary === undefined ? {} : { executablePath: binary }),
  // Chromium's sandbox does not start for root, which is the user of many containers.
  args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), application],
}

/** A program and its arguments. */
export interface ElectronCommand {
  readonly executablePath?: string
  readonly args: readonly string[]
}

export interface LaunchedPostern {
  readonly app: ElectronApplication
  readonly page: Page
  readonly dataDir: string
  readonly close: () => Promise<void>
}

const localeOf: Readonly<Record<Language, string>> = { en: 'en_GB.UTF-8', nl: 'nl_NL.UTF-8' }

/**
 * Starts the built Postern in Electron and waits for its window. The data folder is `data` in `folder`, which is its HOME too; without
 * `folder` it gets a folder of its own, which is removed at the end.
 */
export const launchPostern = async (
  options: {
    readonly args?: readonly string[]
    readonly folder?: string
    readonly language?: Language
    readonly env?: Readonly<Record<string, string>>
  } = {},
): Promise<LaunchedPostern> => {
  const own = options.folder === undefined ? await makeTemporaryFolder('electron') : undefined
  const home = options.folder ?? own!.path
  const dataDir = path.join(home, 'data')
  const environment = { ...(process.env as Record<string, string>) }
  // The test must not use the agent of the person who runs it.
  delete environment['SSH_AUTH_SOCK']
  const app = await _electron.launch({
    ...electronCommand,
    args: [...(options.args ?? []), ...electronCommand.args],
    env: { ...environment, HOME: home, POSTERN_DATA_DIR: dataDir, LC_ALL: localeOf[options.language ?? 'en'], ...options.env },
  })
  const page = await app.firstWindow()
  await page.waitForLoadState()
  return {
    app,
    page,
    dataDir,
    close: async () => {
      // At the end of a test nobody answers the question before quitting.
      const answerAll = app.evaluate(({ dialog }) => {
        dialog.showMessageBox = () => Promise.resolve({ response: 1, checkboxChecked: false })
      })
      // Postern may have ended in the test.
      await answerAll.catch(() => undefined)
      await app.close()
      await own?.remove()
    },
  }
}
