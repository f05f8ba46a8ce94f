import type koffi from 'koffi'
import { readSocketAnswer, socketRequest, type AskedSocket } from './sock-diag.ts'
import { socketHolders } from './socket-holders-linux.ts'
import type { SystemSocket, SystemSockets } from './system-sockets.ts'

const netlink = 16
const rawCloseOnExec = 3 | 0o2_000_000
const protocolSockDiag = 4
const dontWait = 0x40
const addressBytes = 12
const answerBytes = 4096
/** How many answers to other questions are skipped. None are expected, because the kernel answers before `send` returns. */
const mostAnswers = 8

/**
 * Asks the kernel by netlink's sock_diag. SECURITY: its one descriptor is opened here and kept open, because another program may use up all
 * others. It is closed in programs that Postern starts, and is connected to the kernel, so that it receives no other program's messages.
 * Throws if no such socket can be opened.
 */
export const openLinuxSockets = ({ load, errno }: typeof koffi, uid: number): SystemSockets => {
  const libc = load(null)
  const socket = libc.func('int socket(int, int, int)') as (...args: readonly number[]) => number
  const connect = libc.func('int connect(int, const void *, unsigned int)') as (fd: number, to: Buffer, size: number) => number
  const send = libc.func('intptr_t send(int, const void *, uintptr_t, int)') as Transfer
  const receive = libc.func('intptr_t recv(int, void *, uintptr_t, int)') as Transfer
  const checked = (result: number, what: string): number => {
    if (result < 0) throw new Error(`${what} failed with error ${errno()}`)
    return result
  }

  const fd = checked(socket(netlink, rawCloseOnExec, protocolSockDiag), 'socket')
  const kernel = Buffer.alloc(addressBytes)
  kernel.set(new Uint8Array(new Uint16Array([netlink]).buffer))
  checked(connect(fd, kernel, addressBytes), 'connect')
  const answer = Buffer.alloc(answerBytes)
  let sequence = 0

  const ask = (asked: AskedSocket): SystemSocket | undefined => {
    sequence = (sequence + 1) >>> 0
    const request = socketRequest(asked, sequence)
    checked(send(fd, request, request.length, 0), 'send')
    for (let count = 0; count < mostAnswers; count += 1) {
      const length = checked(receive(fd, answer, answerBytes, dontWait), 'recv')
      const read = readSocketAnswer(answer.subarray(0, length), asked, sequence)
      if (read.kind === 'none') return undefined
      if (read.kind === 'socket')
        return read.inode === 0 ? undefined : { owner: read.uid === uid ? 'same-user' : 'other-user', id: read.inode }
    }
    throw new Error('the kernel answered other questions alone')
  }

  // A mail client connects again and again, so the program of the last connection is the likely one.
  let likely: number | undefined
  return {
    connected: ask,
    listening: (wanted) => ask({ local: wanted }),
    programs: async (inodes) => {
      const holders = await socketHolders(inodes, likely)
      for (const { pid } of holders.values()) likely = pid
      return holders
    },
  }
}

type Transfer = (fd: number, bytes: Buffer, size: number, flags: number) => number
