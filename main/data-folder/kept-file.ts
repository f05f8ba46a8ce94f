import { FailureError } from '../../contract/failure.ts'
import { reading, writing } from './file-failure.ts'
import { quarantineFile } from './quarantine-file.ts'
import { openSettingsFile, type OpenSettingsFile, type SettingsFile } from './settings-file.ts'
import { withWriteLock, type WriteLockOptions } from './write-lock.ts'

/** The content of a file after it was parsed. `newer` is of a later Postern, whose data would be lost. */
export type ReadContent<Data> =
  | { readonly kind: 'absent' }
  | { readonly kind: 'good'; readonly data: Data }
  | { readonly kind: 'damaged' }
  | { readonly kind: 'newer'; readonly version: number }

export interface KeptFileOptions<Data> extends WriteLockOptions {
  /** The data folder; made where it is missing. */
  readonly folder: string
  /** `settings` for `settings.json` and `settings.last-good.json`. */
  readonly name: string
  /** Opens the file; conf by default. The Electron shell passes electron-store's. */
  readonly openFile?: OpenSettingsFile | undefined
  readonly version: number
  /** Reads the parsed JSON of a file. */
  readonly parse: (content: unknown) => ReadContent<Data>
  /** Validates the data that is to be written. Throws where it is not valid. */
  readonly check: (data: Data) => Data
  readonly empty: () => Data
}

/** A file of the data folder. `read` reads it afresh each time; `update` is the only way to write. */
export interface KeptFile<Data> {
  /** Rejects with FailureError `store-corrupt` (the file was set aside, the last good copy is in its place), `store-newer` or `file-not-readable`. */
  readonly read: () => Promise<Data>
  /**
   * Locks the file against other processes, reads, applies `change`, validates and writes atomically, and keeps the last good copy.
   * Rejects with FailureError `store-held` if another process holds the lock too long, `store-corrupt` (the file was set
   * aside), `store-newer`, `file-not-readable`, `file-not-writable`, or the error that `change` throws. Nothing is written then.
   */
  readonly update: (change: (data: Data) => Data) => Promise<Data>
}

/**
 * Keeps data in `<name>.json`, mode 0600, with the last good copy in `<name>.last-good.json` beside it.
 *
 * A damaged file is set aside under another name, and the last good copy replaces it. The call that found the damage rejects
 * `store-corrupt`, so that it is reported once; the next call uses the copy.
 */
export const createKeptFile = <Data extends object>(options: KeptFileOptions<Data>): KeptFile<Data> => {
  const { folder, name, openFile = openSettingsFile, version, parse, check, empty } = options
  const file = openFile(folder, name)
  const lastGood = openFile(folder, `${name}.last-good`)

  const contentOf = (source: SettingsFile): ReadContent<Data> => {
    try {
      const content = reading(source.path, source.read)
      return content === undefined ? { kind: 'absent' } : parse(content)
    } catch (error) {
      if (error instanceof SyntaxError) return { kind: 'damaged' }
      throw error
    }
  }

  const write = (target: SettingsFile, data: Data): void => target.write({ version, ...data })

  const restore = (): boolean => {
    const copy = contentOf(lastGood)
    if (copy.kind === 'good') write(file, copy.data)
    return copy.kind === 'good'
  }

  const setAsideAndThrow = (): never => {
    const keptAs = writing(file.path, () => quarantineFile(file.path, restore))
    throw new FailureError({ code: 'store-corrupt', file: file.path, keptAs })
  }

  const dataOf = (content: ReadContent<Data>): Data => {
    if (content.kind === 'newer')
      throw new FailureError({ code: 'store-newer', file: file.path, version: content.version, supported: version })
    if (content.kind === 'damaged') return setAsideAndThrow()
    return content.kind === 'good' ? content.data : empty()
  }

  return {
    update: (change) =>
      withWriteLock(
        file.path,
        (demandHeld) => {
          const next = check(change(dataOf(contentOf(file))))
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
      ),
    read: async () => {
      const content = contentOf(file)
      if (content.kind !== 'damaged') return dataOf(content)
      // Another process may be setting the same file aside, so the file is read again under the lock.
      return withWriteLock(file.path, () => dataOf(contentOf(file)), options)
    },
  }
}
