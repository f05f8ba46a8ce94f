import { coversAddress, isAddress, type Endpoint, type SocketEnds } from './socket-ends.ts'

/**
 * macOS' list of TCP sockets, `net.inet.tcp.pcblist_n`, which netstat reads too. Each record begins with its length and kind and is padded
 * to 8 bytes. Each socket has an xinpcb_n (its ends) and then an xsocket_n (its owner), both packed to 4 bytes (bsd/netinet/in_pcb.h,
 * bsd/sys/socketvar.h of XNU). A head without a kind, xinpgen, begins and ends the list. Numbers are little-endian; ports and addresses are
 * in network order.
 */
export interface ListedSocket {
  readonly uid: number
  readonly pid: number
}

const kindSocket = 0x01
const kindEnds = 0x10
const headBytes = 24
const endsAt = { remotePort: 16, localPort: 18, version: 44, remote: 48, local: 64, bytes: 80 }
const socketAt = { uid: 64, pid: 68, bytes: 72 }
const versionIpv4 = 1

/** Throws if the list is not as described, so that a changed list of a new macOS is never taken for an answer. */
const find = (list: Buffer, matches: (ends: ListedEnds) => boolean): ListedSocket | undefined => {
  let offset = list.readUInt32LE(0)
  if (offset !== headBytes) throw new RangeError('a list of another form')
  let isWanted = false
  while (offset + 8 <= list.length) {
    const length = list.readUInt32LE(offset)
    if (length === headBytes) return undefined
    if (length < 8 || offset + length > list.length) throw new RangeError('a list that is cut short')
    const record = list.subarray(offset, offset + length)
    const kind = record.readUInt32LE(4)
    if (kind === kindEnds) isWanted = matches(readEnds(record))
    if (kind === kindSocket && isWanted) {
      if (length < socketAt.bytes) throw new RangeError('a record that is cut short')
      return { uid: record.readUInt32LE(socketAt.uid), pid: record.readUInt32LE(socketAt.pid) }
    }
    offset += Math.ceil(length / 8) * 8
  }
  throw new RangeError('a list that is cut short')
}

interface ListedEnds {
  readonly localPort: number
  readonly remotePort: number
  readonly local: Buffer
  readonly remote: Buffer
}

const readEnds = (record: Buffer): ListedEnds => {
  if (record.length < endsAt.bytes) throw new RangeError('a record that is cut short')
  // An IPv4 address lies in the last 4 of the 16 bytes.
  const skipped = (record.readUInt8(endsAt.version) & versionIpv4) === 0 ? 0 : 12
  return {
    localPort: record.readUInt16BE(endsAt.localPort),
    remotePort: record.readUInt16BE(endsAt.remotePort),
    local: record.subarray(endsAt.local + skipped, endsAt.local + 16),
    remote: record.subarray(endsAt.remote + skipped, endsAt.remote + 16),
  }
}

/** The socket with exactly these ends. */
export const connectedInList = (list: Buffer, { local, remote }: SocketEnds): ListedSocket | undefined =>
  find(
    list,
    (ends) =>
      ends.localPort === local.port &&
      ends.remotePort === remote.port &&
      isAddress(ends.local, local.address) &&
      isAddress(ends.remote, remote.address),
  )

/** The listening socket that keeps `wanted` from being bound. */
export const listeningInList = (list: Buffer, wanted: Endpoint): ListedSocket | undefined =>
  find(list, (ends) => ends.localPort === wanted.port && ends.remotePort === 0 && coversAddress(ends.local, wanted.address))
