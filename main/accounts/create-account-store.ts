import { FailureError } from '../../contract/failure.ts'
import { reading, writing } from '../data-folder/file-failure.ts'
import { quarantineFile } from '../data-folder/quarantine-file.ts'
import { openSettingsFile, type OpenSettingsFile, type SettingsFile } from '../data-folder/settings-file.ts'
import { withWriteLock, type WriteLockOptions } from '../data-folder/write-lock.ts'
import type { AccountStore, StoredData } from './account-store.ts'
import { currentFormat, emptyData, readContent, StoredDataSchema, type Format, type ReadContent } from './stored-data.ts'

export interface AccountStoreOptions extends WriteLockOptions {
  /** The data folder; made where it is missing. */
  readonly folder: string
  /** Opens the file; conf by default. The Electron shell passes electron-store's. */
  readonly openFile?: OpenSettingsFile | undefined
  readonly format?: Format
}

/**
 * Stores everything that a person configured in `settings.json`, mode 0600, with the last good copy in `settings.last-good.json` beside it.
 *
 * A damaged file is set aside under another name, and the last good copy replaces it. The call that found the damage rejects
 * `store-corrupt`, so that it is reported once; the next call uses the copy.
 */
export const createAccountStore = (options: AccountStoreOptions): AccountStore => {
  const { folder, openFile = openSettingsFile, format = currentFormat } = options
  const file = openFile(folder, 'settings')
  const lastGood = openFile(folder, 'settings.last-good')

  const write = (target: SettingsFile, data: StoredData): void => target.write({ version: format.version, ...data })

  const restore = (): boolean => {
    const copy = readFile(lastGood, format)
    if (copy.kind === 'good') write(file, copy.data)
    return copy.kind === 'good'
  }

  const setAsideAndThrow = (): never => {
    const keptAs = writing(file.path, () => quarantineFile(file.path, restore))
    throw new FailureError({ code: 'store-corrupt', file: file.path, keptAs })
  }

  const dataOf = (content: ReadContent): StoredData => {
    if (content.kind === 'newer')
      throw new FailureError({ code: 'store-newer', file: file.path, version: content.version, supported: format.version })
    if (content.kind === 'damaged') return setAsideAndThrow()
    return content.kind === 'good' ? content.data : emptyData()
  }

  const update: AccountStore['update'] = (change) =>
    withWriteLock(
      file.path,
      (demandHeld) => {
        const next = StoredDataSchema.parse(change(dataOf(readFile(file, format))))
        demandHeld()
        writing(file.path, () => write(file, next))
        try {
          write(lastGood, next)
        } catch {
          // The change is written, so it must not be reported as failed. The older copy is still a good one.
        }
        return next
      },
      options,
    )

  return {
    update,
    read: async () => {
      const content = readFile(file, format)
      if (content.kind !== 'damaged') return dataOf(content)
      // Another process may be setting the same file aside, so the file is read again under the lock.
      return withWriteLock(file.path, () => dataOf(readFile(file, format)), options)
    },
  }
}

const readFile = (file: SettingsFile, format: Format): ReadContent => {
  try {
    const content = reading(file.path, file.read)
    return content === undefined ? { kind: 'absent' } : readContent(content, format)
  } catch (cause) {
    if (cause instanceof SyntaxError) return { kind: 'damaged', cause }
    throw cause
  }
}
