import { readdir, readFile, readlink } from 'node:fs/promises'
import type { Program } from '../../contract/failure.ts'

/**
 * Returns the process that has each of these sockets open, by the socket's inode; its name is the program's own, cut after 15 bytes by the
 * kernel. Walks /proc no further than it must, and looks at `likely` first. Linux shows the open files of other users' processes only to
 * root.
 */
export const socketHolders = async (inodes: ReadonlySet<number>, likely?: number): Promise<ReadonlyMap<number, Program>> => {
  const wanted = new Map([...inodes].map((inode) => [`socket:[${inode}]`, inode]))
  const holders = new Map<number, Program>()
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  for (const pid of likely === undefined ? pids : [String(likely), ...pids]) {
    if (wanted.size === 0) break
    const held = await heldBy(pid, wanted)
    if (held.length === 0) continue
    const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'process')
    for (const [socket, inode] of held) {
      holders.set(inode, { pid: Number(pid), name: name.trim() })
      wanted.delete(socket)
    }
  }
  return holders
}

const heldBy = async (pid: string, wanted: ReadonlyMap<string, number>): Promise<readonly (readonly [string, number])[]> => {
  const held = new Map<string, number>()
  // The process belongs to another user, or has ended meanwhile.
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => [])
  for (const descriptor of descriptors) {
    if (held.size === wanted.size) break
    const socket = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '')
    const inode = wanted.get(socket)
    if (inode !== undefined) held.set(socket, inode)
  }
  return [...held]
}
