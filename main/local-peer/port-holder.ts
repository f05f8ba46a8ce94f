import type { Program } from '../../contract/failure.ts'
import { listeningPid, taskName } from './port-holder-windows.ts'
import { linuxPortHolder } from './port-holder-linux.ts'
import { lsofHolder } from './port-holder-macos.ts'
import type { Endpoint } from './proc-net-tcp.ts'
import { inSystem32, runSystemProgram } from './system-program.ts'

const windowsPortHolder = async (wanted: Endpoint): Promise<Program | undefined> => {
  const pid = listeningPid(await runSystemProgram(inSystem32('netstat.exe'), ['-ano']), wanted)
  if (pid === undefined) return undefined
  const tasks = await runSystemProgram(inSystem32('tasklist.exe'), ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'])
  return { name: taskName(tasks), pid }
}

const macosPortHolder = async ({ port }: Endpoint): Promise<Program | undefined> =>
  lsofHolder(await runSystemProgram('/usr/sbin/lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']))

/**
 * The program that listens on a port which Postern wants. Undefined where the OS does not tell: Linux and macOS
 * show the programs of other users to root alone. Never rejects.
 */
export const portHolder = async (wanted: Endpoint): Promise<Program | undefined> => {
  try {
    if (process.platform === 'linux') return await linuxPortHolder(wanted)
    if (process.platform === 'win32') return await windowsPortHolder(wanted)
    if (process.platform === 'darwin') return await macosPortHolder(wanted)
    return undefined
  } catch {
    return undefined
  }
}
