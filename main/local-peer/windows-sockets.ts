import path from 'node:path'
import type koffi from 'koffi'
import type { Program } from '../../contract/failure.ts'
import type { Endpoint, SocketEnds } from './socket-ends.ts'
import { inSystem32 } from './system-program.ts'
import type { SystemSocket, SystemSockets } from './system-sockets.ts'
import { connectedPid, listeningPid, userSid, type TcpFamily } from './tcp-table.ts'

const families: Readonly<Record<TcpFamily, number>> = { ipv4: 2, ipv6: 23 }
const ownerPidAll = 5
const insufficientBuffer = 122
const queryLimitedInformation = 0x1000
const tokenQuery = 8
const tokenUser = 1
const pointerBytes = process.arch === 'ia32' ? 4 : 8
/** Some 300,000 sockets. */
const mostTableBytes = 16 * 1024 * 1024
const mostTokenBytes = 256
const mostPathUnits = 32_768

/**
 * Asks Windows for its tables of TCP sockets, and for the user of the process that holds one. SECURITY: a process whose user Windows does
 * not reveal counts as another user's. Libraries are loaded by their full paths. Throws if they are missing.
 */
export const openWindowsSockets = ({ load }: typeof koffi): SystemSockets => {
  const [iphlpapi, kernel32, advapi32] = ['iphlpapi.dll', 'kernel32.dll', 'advapi32.dll'].map((name) => load(inSystem32(name))) as [
    Library,
    Library,
    Library,
  ]
  const getTable = iphlpapi.func(
    'uint32_t __stdcall GetExtendedTcpTable(void *, _Inout_ uint32_t *, int, uint32_t, int, uint32_t)',
  ) as (
    ...args: readonly [table: Buffer, size: [number], ordered: number, family: number, kind: number, reserved: number]
  ) => number
  const openProcess = kernel32.func('void *__stdcall OpenProcess(uint32_t, int, uint32_t)') as (
    access: number,
    inherit: number,
    pid: number,
  ) => Handle
  const currentProcess = kernel32.func('void *__stdcall GetCurrentProcess()') as () => Handle
  const closeHandle = kernel32.func('int __stdcall CloseHandle(void *)') as (handle: Handle) => number
  const imageName = kernel32.func('int __stdcall QueryFullProcessImageNameW(void *, uint32_t, void *, _Inout_ uint32_t *)') as (
    process: Handle,
    flags: number,
    name: Buffer,
    units: [number],
  ) => number
  const openToken = advapi32.func('int __stdcall OpenProcessToken(void *, uint32_t, _Out_ void **)') as (
    process: Handle,
    access: number,
    token: [Handle],
  ) => number
  const tokenInformation = advapi32.func('int __stdcall GetTokenInformation(void *, int, void *, uint32_t, _Out_ uint32_t *)') as (
    ...args: readonly [token: Handle, kind: number, into: Buffer, size: number, needed: [number]]
  ) => number

  let room = Buffer.alloc(64 * 1024)
  const readTable = (family: TcpFamily): Buffer => {
    for (;;) {
      const size: [number] = [room.length]
      const result = getTable(room, size, 0, families[family], ownerPidAll, 0)
      if (result === 0) return room
      // The table may grow before it is read again.
      const wanted = Math.max(2 * room.length, size[0] + 4096)
      if (result !== insufficientBuffer || wanted > mostTableBytes) throw new Error(`GetExtendedTcpTable failed with ${result}`)
      room = Buffer.alloc(wanted)
    }
  }

  const sidOf = (process: Handle): Buffer => {
    const token: [Handle] = [null]
    if (openToken(process, tokenQuery, token) === 0) throw new Error('OpenProcessToken failed')
    try {
      const user = Buffer.alloc(mostTokenBytes)
      if (tokenInformation(token[0], tokenUser, user, user.length, [0]) === 0) throw new Error('GetTokenInformation failed')
      return userSid(user, pointerBytes)
    } finally {
      closeHandle(token[0])
    }
  }
  const withProcess = <Result>(pid: number, act: (process: Handle) => Result): Result | undefined => {
    const handle = openProcess(queryLimitedInformation, 0, pid)
    if (handle === null) return undefined
    try {
      return act(handle)
    } finally {
      closeHandle(handle)
    }
  }
  const own = sidOf(currentProcess())
  const socketOf = (pid: number | undefined): SystemSocket | undefined => {
    if (pid === undefined || pid === 0) return undefined
    const isOwn = pid === process.pid || withProcess(pid, (handle) => sidOf(handle).equals(own)) === true
    return { owner: isOwn ? 'same-user' : 'other-user', id: pid }
  }
  const findIn = <Sought extends Endpoint | SocketEnds>(
    find: (table: Buffer, family: TcpFamily, sought: Sought) => number | undefined,
    sought: Sought,
  ): SystemSocket | undefined => socketOf(find(readTable('ipv4'), 'ipv4', sought) ?? find(readTable('ipv6'), 'ipv6', sought))

  const programOf = (pid: number): Program | undefined =>
    withProcess(pid, (handle) => {
      const name = Buffer.alloc(2 * mostPathUnits)
      const units: [number] = [mostPathUnits]
      if (imageName(handle, 0, name, units) === 0 || units[0] > mostPathUnits) return { pid }
      return { pid, name: path.win32.basename(name.toString('utf16le', 0, 2 * units[0])).replace(/\.exe$/i, '') }
    })

  return {
    // The table is asked twice, because a row may be left out while others come and go; seen under Wine, beside a thousand connections.
    connected: (ends) => findIn(connectedPid, ends) ?? findIn(connectedPid, ends),
    listening: (wanted) => findIn(listeningPid, wanted),
    programs: (pids) =>
      Promise.resolve(
        new Map(
          [...pids].flatMap((pid): [number, Program][] => {
            const program = programOf(pid)
            return program === undefined ? [] : [[pid, program]]
          }),
        ),
      ),
  }
}

type Library = ReturnType<typeof koffi.load>
type Handle = unknown
