import { ipcMain } from 'electron'
import Store from 'electron-store'
import { createOpenSettingsFile, type OpenSettingsFile } from '../../data-folder/settings-file.ts'

/** Opens the settings with electron-store: the same files in the same form as every other shell. */
export const createOpenStoreFile = (): OpenSettingsFile => {
  // SECURITY: electron-store adds a listener that answers any page with the path of the data folder. It adds it once, at its first use, so
  // the listener is removed here.
  Store.initRenderer()
  ipcMain.removeAllListeners('electron-store-get-data')
  return createOpenSettingsFile(
    ({ folder, name, mode, damagedIsEmpty }) =>
      new Store({ cwd: folder, name, configFileMode: mode, clearInvalidConfig: damagedIsEmpty }),
  )
}
