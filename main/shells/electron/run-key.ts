import { execFileSync } from 'node:child_process'
import { FailureError } from '../../../contract/failure.ts'
import type { LogInItem } from '../../../contract/log-in-item.ts'
import { inSystem32 } from '../../local-peer/system-program.ts'
import type { LogInItemPort } from '../../requests/log-in-item-requests.ts'
import type { StartCommand } from './autostart-file.ts'

const currentVersion = 'HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion'

/**
 * The key of the programs that Windows starts at this person's log-in ("Run and RunOnce Registry Keys"): a value for each program, with its
 * command line.
 */
export const runKey = `${currentVersion}\\Run`

/**
 * The key in which Windows' Settings and Task Manager note the programs that the person switched off there; the value in the Run key stays.
 */
export const approvedKey = `${currentVersion}\\Explorer\\StartupApproved\\Run`

/**
 * One argument as CommandLineToArgvW reads it back: always quoted, since an unquoted path with a blank would start the program that its first
 * word names. Backslashes are literal, except those before a quote.
 */
const quoted = (argument: string): string => `"${argument.replace(/(?<!\\)\\+(?="|$)/g, '$&$&').replaceAll('"', '\\"')}"`

/** A command as one command line of Windows. */
export const commandLine = (command: StartCommand): string => command.map(quoted).join(' ')

/** Whether `reg.exe query` shows a value of StartupApproved that stands for off: Windows writes 03 there, and 02 or 06 for on. */
export const isSwitchedOff = (printed: string): boolean => {
  const first = /REG_BINARY\s+([0-9a-f]{2})/i.exec(printed)?.[1]
  return first !== undefined && Number.parseInt(first, 16) % 2 === 1
}

const reg = (...args: readonly string[]): string =>
  // SECURITY: by its full path and without a shell.
  execFileSync(inSystem32('reg.exe'), [...args], {
    encoding: 'latin1',
    timeout: 5000,
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  })

/** The output of reg.exe for one value; undefined if the value is missing, for which reg.exe exits with 1. */
const valueOf = (key: string, name: string): string | undefined => {
  try {
    return reg('query', key, '/v', name)
  } catch {
    return undefined
  }
}

/** By the Run key of Windows' registry, under the value `name`. Off removes the value. Throws `file-not-writable`, naming the key. */
export const logInItemOfRunKey = (command: StartCommand, name = 'Postern'): LogInItemPort => {
  const get = (): LogInItem => {
    const isOn = valueOf(runKey, name) !== undefined && !isSwitchedOff(valueOf(approvedKey, name) ?? '')
    return { state: isOn ? 'on' : 'off' }
  }
  const change = (...args: readonly string[]): void => {
    try {
      reg(...args, '/f')
    } catch (error) {
      throw new FailureError({ code: 'file-not-writable', file: runKey, reason: 'registry-refused' }, { cause: error })
    }
  }
  return {
    get,
    set: (isOn) => {
      if (isOn) change('add', runKey, '/v', name, '/t', 'REG_SZ', '/d', commandLine(command))
      else if (valueOf(runKey, name) !== undefined) change('delete', runKey, '/v', name)
      // The note of Windows' Settings is out of date after either change.
      if (valueOf(approvedKey, name) !== undefined) change('delete', approvedKey, '/v', name)
      return get()
    },
  }
}
