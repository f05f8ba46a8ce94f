import { createKeptFile } from '../data-folder/kept-file.ts'
import type { OpenSettingsFile } from '../data-folder/settings-file.ts'
import type { WriteLockOptions } from '../data-folder/write-lock.ts'
import type { AccountStore } from './account-store.ts'
import { currentFormat, emptyData, readContent, StoredDataSchema, type Format } from './stored-data.ts'

export interface AccountStoreOptions extends WriteLockOptions {
  /** The data folder; made where it is missing. */
  readonly folder: string
  /** Opens the file; conf by default. The Electron shell passes electron-store's. */
  readonly openFile?: OpenSettingsFile | undefined
  readonly format?: Format
}

/** Stores everything that a person configured in `settings.json`. */
export const createAccountStore = ({ format = currentFormat, ...options }: AccountStoreOptions): AccountStore =>
  createKeptFile({
    ...options,
    name: 'settings',
    version: format.version,
    parse: (content) => readContent(content, format),
    check: (data) => StoredDataSchema.parse(data),
    empty: emptyData,
  })
