import path from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { makeTemporaryFolder } from '../../main/testing/temporary-folder.ts'

const { POSTERN_E2E_ELECTRON: binary, POSTERN_E2E_APP: application = path.resolve(import.meta.dirname, '../..') } = process.env

/** How Electron is started on the built application: POSTERN_E2E_ELECTRON and POSTERN_E2E_APP name others than the installed ones. */
export const electronCommand = {
  ...(binary === undefined ? {} : { executablePath: binary }),
  // Chromium's sandbox refuses to be started by root, which containers are.
  args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), application],
}

export interface LaunchedPostern {
  readonly app: ElectronApplication
  readonly page: Page
  readonly dataDir: string
  readonly close: () => Promise<void>
}

/** Starts the built Postern in Electron on a data folder of its own, and waits for its window. */
export const launchPostern = async ({ args = [] }: { readonly args?: readonly string[] } = {}): Promise<LaunchedPostern> => {
  const folder = await makeTemporaryFolder('electron')
  const app = await _electron.launch({
    ...electronCommand,
    args: [...args, ...electronCommand.args],
    env: { ...(process.env as Record<string, string>), POSTERN_DATA_DIR: folder.path, LC_ALL: 'en_GB.UTF-8' },
  })
  const page = await app.firstWindow()
  await page.waitForLoadState()
  return {
    ...{ app, page, dataDir: folder.path },
    close: async () => {
      await app.close()
      await folder.remove()
    },
  }
}
