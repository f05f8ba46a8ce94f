import { existsSync } from 'node:fs'
import path from 'node:path'
import Conf from 'conf'

/**
 * One JSON file as conf writes it: whole or not at all, flushed to the disk before it gets its name. The Electron shell may open it with
 * electron-store, which is a subclass of conf.
 */
export interface SettingsFile {
  /** The absolute path. */
  readonly path: string
  /** Reads the content; undefined if there is no file. Throws SyntaxError if it is not JSON, and errors of the OS. */
  readonly read: () => unknown
  readonly write: (content: Readonly<Record<string, unknown>>) => void
}

/** Opens `<name>.json` in `folder`. Each access reads the file afresh. */
export type OpenSettingsFile = (folder: string, name: string) => SettingsFile

/** Constructs conf, or its subclass, for one file. With `damagedIsEmpty` a file that is not JSON counts as empty; otherwise it throws SyntaxError. */
export type OpenConf = (file: {
  readonly folder: string
  readonly name: string
  readonly mode: number
  readonly damagedIsEmpty: boolean
}) => Conf

/** Returns an `OpenSettingsFile` that uses the given constructor of conf. */
export const createOpenSettingsFile =
  (openConf: OpenConf): OpenSettingsFile =>
  (folder, name) => {
    const file = path.join(folder, `${name}.json`)
    const options = { folder, name, mode: 0o600 }
    return {
      path: file,
      // conf reads the file when it is constructed, so each access constructs a new one.
      read: () => (existsSync(file) ? openConf({ ...options, damagedIsEmpty: false }).store : undefined),
      write: (content) => {
        // Before a damaged file is replaced it was set aside, so conf may treat it as empty.
        openConf({ ...options, damagedIsEmpty: true }).store = { ...content }
      },
    }
  }

export const openSettingsFile = createOpenSettingsFile(
  ({ folder, name, mode, damagedIsEmpty }) =>
    new Conf({ cwd: folder, configName: name, configFileMode: mode, clearInvalidConfig: damagedIsEmpty }),
)
