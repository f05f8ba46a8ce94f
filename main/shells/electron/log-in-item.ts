import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { LogInItem } from '../../../contract/log-in-item.ts'
import { reading, writing } from '../../data-folder/file-failure.ts'
import { replaceFile } from '../../data-folder/replace-file.ts'
import type { LogInItemPort } from '../../requests/log-in-item-requests.ts'
import { autostartText, isAutostartOn, type StartCommand } from './autostart-file.ts'

/** The calls of Electron's app for a login item of macOS. */
export interface LoginItemApp {
  readonly getLoginItemSettings: (options: { path: string; args: string[] }) => { readonly openAtLogin: boolean }
  readonly setLoginItemSettings: (settings: { openAtLogin: boolean; path: string; args: string[] }) => void
}

const stateOf = (isOn: boolean): LogInItem => ({ state: isOn ? 'on' : 'off' })

/** By a login item of macOS through Electron. macOS passes no arguments on. */
export const logInItemOfApp = (app: LoginItemApp, [program, ...args]: StartCommand): LogInItemPort => {
  // Electron's types ask for mutable arrays.
  const item = () => ({ path: program, args: [...args] })
  const get = (): LogInItem => stateOf(app.getLoginItemSettings(item()).openAtLogin)
  return {
    get,
    set: (isOn) => {
      app.setLoginItemSettings({ ...item(), openAtLogin: isOn })
      return get()
    },
  }
}

const textOf = (file: string): string | undefined =>
  reading(file, () => {
    try {
      return readFileSync(file, 'utf8')
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
      throw error
    }
  })

/** By an XDG autostart entry, which Electron does not support. Off removes the entry. */
export const logInItemOfFile = (file: string, command: StartCommand): LogInItemPort => {
  const get = (): LogInItem => {
    const text = textOf(file)
    return stateOf(text !== undefined && isAutostartOn(text))
  }
  return {
    get,
    set: (isOn) => {
      writing(file, () => {
        if (isOn) {
          mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
          replaceFile(file, autostartText(command))
        } else rmSync(file, { force: true })
      })
      return get()
    },
  }
}
