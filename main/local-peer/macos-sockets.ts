import type koffi from 'koffi'
import type { Program } from '../../contract/failure.ts'
import { connectedInList, listeningInList, type ListedSocket } from './pcb-list.ts'
import type { SystemSocket, SystemSockets } from './system-sockets.ts'

const listName = 'net.inet.tcp.pcblist_n'
/** Some 40,000 sockets. */
const mostListBytes = 32 * 1024 * 1024
/** PROC_PIDPATHINFO_MAXSIZE is 4096, and a name is far shorter. */
const nameBytes = 256

/** Asks macOS for its list of TCP sockets by sysctl, and for names by libproc; both are in libSystem. Throws if they are missing. */
export const openMacosSockets = ({ load }: typeof koffi, uid: number): SystemSockets => {
  const system = load('/usr/lib/libSystem.B.dylib')
  const sysctl = system.func('int sysctlbyname(const char *, void *, _Inout_ size_t *, const void *, size_t)') as Sysctl
  const procName = system.func('int proc_name(int, void *, uint32_t)') as (pid: number, into: Buffer, size: number) => number
  const readList = createReadList(sysctl)

  const socketOf = (listed: ListedSocket | undefined): SystemSocket | undefined =>
    listed === undefined ? undefined : { owner: listed.uid === uid ? 'same-user' : 'other-user', id: listed.pid }
  return {
    connected: (ends) => socketOf(connectedInList(readList(), ends)),
    listening: (wanted) => socketOf(listeningInList(readList(), wanted)),
    programs: (pids) => {
      const programs = new Map<number, Program>()
      for (const pid of pids) {
        const name = Buffer.alloc(nameBytes)
        const length = procName(pid, name, nameBytes)
        programs.set(pid, length > 0 && length <= nameBytes ? { pid, name: name.toString('utf8', 0, length) } : { pid })
      }
      return Promise.resolve(programs)
    },
  }
}

type Sysctl = (...args: readonly [name: string, into: Buffer, size: [number], from: null, fromSize: number]) => number

/** Reads the whole list into one buffer, which grows with it. */
export const createReadList = (sysctl: Sysctl): (() => Buffer) => {
  let room = Buffer.alloc(256 * 1024)
  return () => {
    for (;;) {
      const size: [number] = [room.length]
      if (sysctl(listName, room, size, null, 0) === 0) {
        const [length] = size
        if (length > room.length) throw new RangeError('more than there is room for')
        return room.subarray(0, length)
      }
      // The list did not fit, or the OS refuses. It is asked again with more room, up to the bound.
      if (2 * room.length > mostListBytes) throw new Error('sysctl failed')
      room = Buffer.alloc(2 * room.length)
    }
  }
}
