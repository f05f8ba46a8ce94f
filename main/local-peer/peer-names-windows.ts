import { writtenEndpoint, type PeerNames, type SocketEnds } from './peer-names.ts'
import { inSystem32, runSystemProgram } from './system-program.ts'

/** The peers' processes from `netstat -ano`, which starts sooner than PowerShell does, and their names from `tasklist`. */
export const windowsPeerNames: PeerNames = async (sockets) => {
  const netstat = await runSystemProgram(inSystem32('netstat.exe'), ['-ano'])
  const tasklist = await runSystemProgram(inSystem32('tasklist.exe'), ['/FO', 'CSV', '/NH'])
  return namesInTables(sockets, { netstat, tasklist })
}

/** A row of netstat: `TCP 127.0.0.1:50000 127.0.0.1:11110 ESTABLISHED 7000`, the state in the language of Windows. */
export const namesInTables = (
  sockets: readonly SocketEnds[],
  { netstat, tasklist }: { readonly netstat: string; readonly tasklist: string },
): ReadonlyMap<SocketEnds, string> => {
  const pids = new Map<string, string>()
  for (const line of netstat.split(/\r?\n/)) {
    const [protocol, local, foreign, , pid] = line.trim().split(/\s+/)
    if (protocol === 'TCP' && local !== undefined && foreign !== undefined && pid !== undefined)
      pids.set(`${local} ${foreign}`, pid)
  }
  const programs = new Map<string, string>()
  for (const [, program, pid] of tasklist.matchAll(/^"([^"]+)","(\d+)"/gm))
    if (program !== undefined && pid !== undefined) programs.set(pid, program.replace(/\.exe$/i, ''))

  const names = new Map<SocketEnds, string>()
  for (const socket of sockets) {
    // The peer's row has the two ends the other way round.
    const pid = pids.get(`${writtenEndpoint(socket.remote)} ${writtenEndpoint(socket.local)}`)
    const name = pid === undefined ? undefined : programs.get(pid)
    if (name !== undefined) names.set(socket, name)
  }
  return names
}
