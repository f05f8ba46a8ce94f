import { writtenEndpoint, type PeerNames, type SocketEnds } from './peer-names.ts'
import { runSystemProgram } from './system-program.ts'

/** `+c0` asks for names in full. */
export const macosPeerNames: PeerNames = async (sockets) =>
  namesInLsof(sockets, await runSystemProgram('/usr/sbin/lsof', ['-nP', '+c0', '-iTCP', '-sTCP:ESTABLISHED', '-Fcn']))

/** For each process a line `cthunderbird`, then for each of its sockets `n127.0.0.1:50000->127.0.0.1:11110` with its own end first. */
export const namesInLsof = (sockets: readonly SocketEnds[], output: string): ReadonlyMap<SocketEnds, string> => {
  const programs = new Map<string, string>()
  let program = ''
  for (const line of output.split('\n')) {
    if (line.startsWith('c')) program = unescaped(line.slice(1))
    if (line.startsWith('n')) programs.set(line.slice(1), program)
  }
  const names = new Map<SocketEnds, string>()
  for (const socket of sockets) {
    const name = programs.get(`${writtenEndpoint(socket.remote)}->${writtenEndpoint(socket.local)}`)
    if (name !== undefined) names.set(socket, name)
  }
  return names
}

/** lsof writes a blank as `\x20`. */
const unescaped = (name: string): string =>
  name.replace(/\\x([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
