import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import path from 'node:path'
import { listeningPid, taskName } from './port-holder-windows.ts'
import { linuxPortHolder } from './port-holder-linux.ts'
import { lsofHolder } from './port-holder-macos.ts'
import type { Endpoint } from './proc-net-tcp.ts'

const timeoutMs = 5000

const run = async (program: string, args: readonly string[]): Promise<string> => {
  const { stdout } = await promisify(execFile)(program, [...args], {
    timeout: timeoutMs,
    windowsHide: true,
    maxBuffer: 8 * 1024 * 1024,
  })
  return stdout
}

const windowsPortHolder = async (wanted: Endpoint): Promise<string | undefined> => {
  // By their full path, so that no program of that name in a nearer folder is started.
  const system = path.win32.join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32')
  const pid = listeningPid(await run(path.win32.join(system, 'netstat.exe'), ['-ano']), wanted)
  if (pid === undefined) return undefined
  const name = taskName(await run(path.win32.join(system, 'tasklist.exe'), ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']))
  return `${name ?? 'process'} (pid ${pid})`
}

const macosPortHolder = async ({ port }: Endpoint): Promise<string | undefined> =>
  lsofHolder(await run('/usr/sbin/lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']))

/**
 * The program that listens on a port which Postern wants, as `nginx (pid 123)`. Undefined where the OS does not tell: Linux and macOS
 * show the programs of other users to root alone. Never rejects.
 */
export const portHolder = async (wanted: Endpoint): Promise<string | undefined> => {
  try {
    if (process.platform === 'linux') return await linuxPortHolder(wanted)
    if (process.platform === 'win32') return await windowsPortHolder(wanted)
    if (process.platform === 'darwin') return await macosPortHolder(wanted)
    return undefined
  } catch {
    return undefined
  }
}
