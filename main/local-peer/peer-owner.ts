import { readFile } from 'node:fs/promises'
import { endianness } from 'node:os'
import { createFreshRead } from './fresh-read.ts'
import { findConnected } from './proc-net-tcp.ts'
import type { Endpoint, SocketRow, TableName } from './proc-net-tcp.ts'

/** Who holds the other end of a loopback connection. `gone`: nobody any more. `unknown`: this OS does not tell. */
export type PeerOwner = 'same-user' | 'other-user' | 'gone' | 'unknown'

/** `local` is our end of the accepted socket, `remote` the peer's. Never rejects. */
export type AskPeerOwner = (socket: { readonly local: Endpoint; readonly remote: Endpoint }) => Promise<PeerOwner>

export interface PeerOwnerOptions {
  readonly platform?: NodeJS.Platform
  readonly uid?: number | undefined
  readonly readTable?: (table: TableName) => Promise<string>
}

const readProc = (table: TableName): Promise<string> => readFile(`/proc/net/${table}`, 'latin1')

/**
 * SECURITY: whoever reaches a forward's port reaches the mail server as if from inside, and on a machine with several users every
 * one of them reaches loopback. Linux says whose the socket at the other end is; nothing else that Node can ask does, so that on
 * macOS and Windows the answer is `unknown` (docs/threat-model.md).
 *
 * A race: a client that has closed its socket already is nobody's, and the table then names uid 0. It cannot read an answer, yet what
 * it sent would be served as root's; it is `gone`.
 */
export const createPeerOwner = (options: PeerOwnerOptions = {}): AskPeerOwner => {
  const { platform = process.platform, uid = process.getuid?.(), readTable = readProc } = options
  if (platform !== 'linux' || uid === undefined) return () => Promise.resolve('unknown')
  const fresh: Readonly<Record<TableName, () => Promise<string>>> = {
    tcp: createFreshRead(() => readTable('tcp')),
    tcp6: createFreshRead(() => readTable('tcp6')),
  }

  const find = async (local: Endpoint, remote: Endpoint): Promise<SocketRow | undefined> => {
    for (const table of ['tcp', 'tcp6'] as const) {
      if (table === 'tcp' && !local.address.includes('.')) continue
      const text = await fresh[table]()
      // The peer's row has the two ends the other way round.
      const row = findConnected(text, { table, endianness: endianness(), local: remote, remote: local })
      if (row !== undefined) return row
    }
    return undefined
  }

  return async ({ local, remote }) => {
    try {
      // A table read in several pieces can miss a row when its neighbour vanishes in between: look twice before saying that none is there.
      const row = (await find(local, remote)) ?? (await find(local, remote))
      if (row === undefined || row.inode === 0) return 'gone'
      return row.uid === uid ? 'same-user' : 'other-user'
    } catch {
      return 'unknown'
    }
  }
}
