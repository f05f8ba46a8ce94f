import { readdir, readFile, readlink } from 'node:fs/promises'
import { endianness } from 'node:os'
import { findListening } from './proc-net-tcp.ts'
import type { Endpoint } from './proc-net-tcp.ts'

const listenersAt = async (wanted: Endpoint): Promise<ReadonlySet<string>> => {
  const rows = await Promise.all(
    (['tcp', 'tcp6'] as const).map(async (table) => {
      const text = await readFile(`/proc/net/${table}`, 'latin1').catch(() => '')
      return findListening(text, { table, endianness: endianness(), wanted })
    }),
  )
  return new Set(rows.flat().map(({ inode }) => `socket:[${inode}]`))
}

const holdsOneOf = async (pid: string, sockets: ReadonlySet<string>): Promise<boolean> => {
  // Unreadable for a process of another user, and gone with one that ended meanwhile.
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => [])
  for (const descriptor of descriptors) {
    const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '')
    if (sockets.has(target)) return true
  }
  return false
}

/** The socket's inode from the tables of the kernel, then the process that has it open. */
export const linuxPortHolder = async (wanted: Endpoint): Promise<string | undefined> => {
  const sockets = await listenersAt(wanted)
  if (sockets.size === 0) return undefined
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    if (!(await holdsOneOf(pid, sockets))) continue
    const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'process')
    return `${name.trim()} (pid ${pid})`
  }
  return undefined
}
