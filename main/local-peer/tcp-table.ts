import { coversAddress, isAddress, type Endpoint, type SocketEnds } from './socket-ends.ts'

/**
 * The tables of GetExtendedTcpTable with TCP_TABLE_OWNER_PID_ALL (tcpmib.h): a count, then rows of a fixed size. Numbers are little-endian;
 * ports and addresses are in network order.
 */
export type TcpFamily = 'ipv4' | 'ipv6'

const stateListening = 2
const rows = {
  ipv4: { size: 24, addressBytes: 4, state: 0, local: 4, localPort: 8, remote: 12, remotePort: 16, pid: 20 },
  ipv6: { size: 56, addressBytes: 16, state: 48, local: 0, localPort: 20, remote: 24, remotePort: 44, pid: 52 },
} as const

/** Returns the process id of the first row that `matches`. Throws if the table is cut short. */
const findPid = (table: Buffer, family: TcpFamily, matches: (row: Row) => boolean): number | undefined => {
  const { size, addressBytes, ...at } = rows[family]
  const count = table.readUInt32LE(0)
  if (table.length < 4 + count * size) throw new RangeError('a table that is cut short')
  for (let index = 0; index < count; index += 1) {
    const row = table.subarray(4 + index * size, 4 + (index + 1) * size)
    const found = matches({
      state: row.readUInt32LE(at.state),
      localPort: row.readUInt16BE(at.localPort),
      remotePort: row.readUInt16BE(at.remotePort),
      local: row.subarray(at.local, at.local + addressBytes),
      remote: row.subarray(at.remote, at.remote + addressBytes),
    })
    if (found) return row.readUInt32LE(at.pid)
  }
  return undefined
}

interface Row {
  readonly state: number
  readonly localPort: number
  readonly remotePort: number
  readonly local: Buffer
  readonly remote: Buffer
}

/** The process of the socket with exactly these ends; 0 if no process holds it any more. */
export const connectedPid = (table: Buffer, family: TcpFamily, { local, remote }: SocketEnds): number | undefined =>
  findPid(
    table,
    family,
    (row) =>
      row.localPort === local.port &&
      row.remotePort === remote.port &&
      row.state !== stateListening &&
      isAddress(row.local, local.address) &&
      isAddress(row.remote, remote.address),
  )

/** The process of the listener that keeps `wanted` from being bound. */
export const listeningPid = (table: Buffer, family: TcpFamily, wanted: Endpoint): number | undefined =>
  findPid(
    table,
    family,
    (row) => row.localPort === wanted.port && row.state === stateListening && coversAddress(row.local, wanted.address),
  )

/**
 * Returns the SID in a TOKEN_USER, which begins with a pointer to it and 4 bytes of attributes. Throws if it does not fit. Two users are
 * the same if the bytes are.
 */
export const userSid = (tokenUser: Buffer, pointerBytes: number): Buffer => {
  const sid = tokenUser.subarray(2 * pointerBytes)
  const length = 8 + 4 * sid.readUInt8(1)
  if (sid.readUInt8(0) !== 1 || sid.length < length) throw new RangeError('no SID')
  return sid.subarray(0, length)
}
