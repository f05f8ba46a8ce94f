import { readFile } from 'node:fs/promises'
import { endianness } from 'node:os'
import type { Program } from '../../contract/failure.ts'
import { findListening } from './proc-net-tcp.ts'
import type { Endpoint } from './proc-net-tcp.ts'
import { socketHolders } from './socket-holders-linux.ts'

const listenersAt = async (wanted: Endpoint): Promise<ReadonlySet<number>> => {
  const rows = await Promise.all(
    (['tcp', 'tcp6'] as const).map(async (table) => {
      const text = await readFile(`/proc/net/${table}`, 'latin1').catch(() => '')
      return findListening(text, { table, endianness: endianness(), wanted })
    }),
  )
  return new Set(rows.flat().map(({ inode }) => inode))
}

/** The socket's inode from the tables of the kernel, then the process that has it open. */
export const linuxPortHolder = async (wanted: Endpoint): Promise<Program | undefined> => {
  const sockets = await listenersAt(wanted)
  if (sockets.size === 0) return undefined
  const [holder] = (await socketHolders(sockets)).values()
  return holder === undefined ? undefined : { name: holder.name, pid: Number(holder.pid) }
}
