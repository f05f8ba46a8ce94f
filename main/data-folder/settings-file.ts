import { existsSync } from 'node:fs'
import path from 'node:path'
import Conf from 'conf'

/**
 * One JSON file as conf writes it: whole or not at all, flushed to the disk before it gets its name. electron-store is conf's subclass and
 * opens the same file, so the Electron shell may give its own.
 */
export interface SettingsFile {
  /** The absolute path. */
  readonly path: string
  /** The file as it stands; undefined where there is none. Throws SyntaxError where it is not JSON, and errors of the OS. */
  readonly read: () => unknown
  readonly write: (content: Readonly<Record<string, unknown>>) => void
}

/** Opens `<name>.json` in `folder`, which conf reads afresh at each access. */
export type OpenSettingsFile = (folder: string, name: string) => SettingsFile

/** How conf, or its subclass, is made for one file. `damagedIsEmpty` says what becomes of a file that is not JSON: empty, or SyntaxError. */
export type OpenConf = (file: {
  readonly folder: string
  readonly name: string
  readonly mode: number
  readonly damagedIsEmpty: boolean
}) => Conf

/** Opens files with the given kind of conf. */
export const createOpenSettingsFile =
  (openConf: OpenConf): OpenSettingsFile =>
  (folder, name) => {
    const file = path.join(folder, `${name}.json`)
    const options = { folder, name, mode: 0o600 }
    return {
      path: file,
      // conf reads a file as soon as it is made, so each access makes its own.
      read: () => (existsSync(file) ? openConf({ ...options, damagedIsEmpty: false }).store : undefined),
      write: (content) => {
        // A damaged file that is to be replaced must not stop conf; it was set aside before.
        openConf({ ...options, damagedIsEmpty: true }).store = { ...content }
      },
    }
  }

export const openSettingsFile = createOpenSettingsFile(
  ({ folder, name, mode, damagedIsEmpty }) =>
    new Conf({ cwd: folder, configName: name, configFileMode: mode, clearInvalidConfig: damagedIsEmpty }),
)
