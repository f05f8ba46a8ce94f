/**
 * Linux's tables of TCP sockets, /proc/net/tcp and /proc/net/tcp6 (proc_net_tcp.txt of the kernel's documentation). A row:
 * `0: 0100007F:2B66 0100007F:D431 01 00000000:00000000 00:00000000 00000000  1000  0 12345 1 …`, that is number, local, remote, state,
 * queues, timer, retransmits, uid, timeouts, inode. Addresses are 32-bit words as the machine stores them, in hexadecimal.
 */
export type Endianness = 'BE' | 'LE'

export interface Endpoint {
  readonly address: string
  readonly port: number
}

/** The two files; IPv4 sockets stand in the first, or in the second when a program opened them as IPv6. */
export type TableName = 'tcp' | 'tcp6'

export interface SocketRow {
  readonly uid: number
  /** 0 for a socket that no process holds any more. Its uid is then 0 too, whoever opened it. */
  readonly inode: number
}

const listening = '0A'

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, '0')

const word = (bytes: readonly number[], endianness: Endianness): string =>
  (endianness === 'LE' ? bytes.toReversed() : bytes).map((byte) => hex(byte, 2)).join('')

/** `address` as `table` writes it; undefined for one that cannot stand there. Of IPv6 it knows `::`, `::1` and mapped IPv4 addresses. */
const addressIn = (table: TableName, address: string, endianness: Endianness): string | undefined => {
  const dotted = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address
  if (dotted.includes('.')) {
    const ipv4 = word(dotted.split('.').map(Number), endianness)
    return table === 'tcp' ? ipv4 : '0'.repeat(16) + word([0, 0, 255, 255], endianness) + ipv4
  }
  if (table === 'tcp' || (dotted !== '::1' && dotted !== '::')) return undefined
  return '0'.repeat(24) + word([0, 0, 0, dotted === '::1' ? 1 : 0], endianness)
}

const rowAt = (text: string, index: number): SocketRow => {
  const [, , , , , , uid, , inode] = text.slice(index, text.indexOf('\n', index)).trim().split(/\s+/)
  return { uid: Number(uid), inode: Number(inode) }
}

/** The socket from `local` to `remote`. One search through the text: there may be thousands of rows, and a mail client waits. */
export const findConnected = (
  text: string,
  { table, endianness, local, remote }: { table: TableName; endianness: Endianness; local: Endpoint; remote: Endpoint },
): SocketRow | undefined => {
  const from = addressIn(table, local.address, endianness)
  const to = addressIn(table, remote.address, endianness)
  if (from === undefined || to === undefined) return undefined
  const index = text.indexOf(` ${from}:${hex(local.port, 4)} ${to}:${hex(remote.port, 4)} `)
  return index === -1 ? undefined : rowAt(text, index)
}

/** The sockets that listen where binding `wanted` fails: on that very address, or on all. */
export const findListening = (
  text: string,
  { table, endianness, wanted }: { table: TableName; endianness: Endianness; wanted: Endpoint },
): readonly SocketRow[] =>
  [wanted.address, table === 'tcp' ? '0.0.0.0' : '::'].flatMap((address) => {
    const at = addressIn(table, address, endianness)
    if (at === undefined) return []
    const anyRemote = '0'.repeat(table === 'tcp' ? 8 : 32)
    const index = text.indexOf(` ${at}:${hex(wanted.port, 4)} ${anyRemote}:0000 ${listening} `)
    return index === -1 ? [] : [rowAt(text, index)]
  })
