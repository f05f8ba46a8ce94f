import { ipcMain } from 'electron'
import Store from 'electron-store'
import { createOpenSettingsFile, type OpenSettingsFile } from '../../data-folder/settings-file.ts'

/** Opens the settings with electron-store: the same files in the same form as every other shell. */
export const createOpenStoreFile = (): OpenSettingsFile => {
  // SECURITY: electron-store answers any page that asks for the path of the data folder; it does so from its first use on, once.
  Store.initRenderer()
  ipcMain.removeAllListeners('electron-store-get-data')
  return createOpenSettingsFile(
    ({ folder, name, mode, damagedIsEmpty }) =>
      new Store({ cwd: folder, name, configFileMode: mode, clearInvalidConfig: damagedIsEmpty }),
  )
}
