import { accessSync, constants, mkdirSync } from 'node:fs'
import { app } from 'electron'
import { demandOwnFolder } from '../../data-folder/demand-own-folder.ts'
import { writing } from '../../data-folder/file-failure.ts'

/**
 * Makes the data folder Electron's own too, and claims it. Returns false if another Postern has it, which then shows its window. Throws
 * FailureError `file-not-writable`; Electron itself would not report it.
 */
export const claimDataFolder = (dataDir: string): boolean => {
  demandOwnFolder(dataDir)
  writing(dataDir, () => {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    accessSync(dataDir, constants.W_OK)
  })
  app.setPath('userData', dataDir)
  return app.requestSingleInstanceLock()
}
