import { readFile } from 'node:fs/promises'
import { endianness } from 'node:os'
import type { PeerNames, SocketEnds } from './peer-names.ts'
import { findConnected } from './proc-net-tcp.ts'
import { socketHolders } from './socket-holders-linux.ts'

/** The peers' sockets from the tables of the kernel, then the processes that have them open. */
export const createLinuxPeerNames = (): PeerNames => {
  // A mail client comes again and again: mostly it is the program that came last.
  let lastPid: string | undefined
  return async (sockets) => {
    const inodes = await peerInodes(sockets)
    const holders = await socketHolders(new Set(inodes.values()), lastPid)
    const names = new Map<SocketEnds, string>()
    for (const [socket, inode] of inodes) {
      const holder = holders.get(inode)
      if (holder === undefined) continue
      names.set(socket, holder.name)
      lastPid = holder.pid
    }
    return names
  }
}

const peerInodes = async (sockets: readonly SocketEnds[]): Promise<ReadonlyMap<SocketEnds, number>> => {
  const inodes = new Map<SocketEnds, number>()
  for (const table of ['tcp', 'tcp6'] as const) {
    const text = await readFile(`/proc/net/${table}`, 'latin1').catch(() => '')
    for (const socket of sockets) {
      // The peer's row has the two ends the other way round.
      const row = findConnected(text, { table, endianness: endianness(), local: socket.remote, remote: socket.local })
      if (row !== undefined && row.inode !== 0) inodes.set(socket, row.inode)
    }
  }
  return inodes
}
