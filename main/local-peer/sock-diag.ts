import { endianness } from 'node:os'
import { addressBytes, isAddress, type Endpoint, type SocketEnds } from './socket-ends.ts'

/**
 * Messages of sock_diag(7), netlink's request for one TCP socket by its two ends (linux/inet_diag.h). Numbers are in the machine's order,
 * ports and addresses in the network's.
 */

const familyOfIpv4 = 2
const familyOfIpv6 = 10
const tcp = 6
const anyState = 0xffff_ffff
const stateListening = 10
const socketDiagByFamily = 20
const errorMessage = 2
const noSuchEntry = -2
/**
 * The index of the loopback interface in every network namespace. With it the kernel finds sockets that are bound to that interface and
 * sockets that are bound to none.
 */
const loopbackInterface = 1

const headerBytes = 16
const requestBytes = headerBytes + 56
const answerBytes = headerBytes + 72

const isLittle = endianness() === 'LE'
const writeUint32 = (bytes: Buffer, value: number, offset: number): number =>
  isLittle ? bytes.writeUInt32LE(value, offset) : bytes.writeUInt32BE(value, offset)
const readUint32 = (bytes: Buffer, offset: number): number => (isLittle ? bytes.readUInt32LE(offset) : bytes.readUInt32BE(offset))
const readUint16 = (bytes: Buffer, offset: number): number => (isLittle ? bytes.readUInt16LE(offset) : bytes.readUInt16BE(offset))

/** A listening socket has no other end. */
export type AskedSocket = SocketEnds | { readonly local: Endpoint; readonly remote?: undefined }

/** Asks for one socket. If no socket has both ends, the kernel answers with one that listens at `local`. */
export const socketRequest = ({ local, remote }: AskedSocket, sequence: number): Buffer => {
  const bytes = Buffer.alloc(requestBytes)
  const source = addressBytes(local.address)
  writeUint32(bytes, requestBytes, 0)
  bytes.set(isLittle ? [socketDiagByFamily, 0, 1, 0] : [0, socketDiagByFamily, 0, 1], 4)
  writeUint32(bytes, sequence, 8)
  bytes.set([source.length === 4 ? familyOfIpv4 : familyOfIpv6, tcp], headerBytes)
  writeUint32(bytes, anyState, 20)
  bytes.writeUInt16BE(local.port, 24)
  bytes.writeUInt16BE(remote?.port ?? 0, 26)
  bytes.set(source, 28)
  if (remote !== undefined) bytes.set(addressBytes(remote.address), 44)
  writeUint32(bytes, loopbackInterface, 60)
  // No cookie: any socket with these ends.
  bytes.fill(0xff, 64, 72)
  return bytes
}

export type SocketAnswer =
  /** `inode` is 0 for a socket that no process holds any more; its uid is then 0 too, whatever its owner was. */
  | { readonly kind: 'socket'; readonly uid: number; readonly inode: number }
  | { readonly kind: 'none' }
  /** An answer to an earlier request, or another message. */
  | { readonly kind: 'other' }

/**
 * Reads a message of the kernel. SECURITY: a socket counts only if it has exactly the requested ends, because the kernel falls back to a
 * listener. Throws on an error of the kernel, and on a message that is cut short.
 */
export const readSocketAnswer = (bytes: Buffer, asked: AskedSocket, sequence: number): SocketAnswer => {
  if (bytes.length < headerBytes + 4) throw new RangeError('a message that is cut short')
  const type = readUint16(bytes, 4)
  if (readUint32(bytes, 8) !== sequence) return { kind: 'other' }
  if (type === errorMessage) {
    const code = readUint32(bytes, headerBytes) | 0
    if (code === noSuchEntry) return { kind: 'none' }
    throw new Error(`sock_diag answered with error ${-code}`)
  }
  if (type !== socketDiagByFamily) return { kind: 'other' }
  if (bytes.length < answerBytes || readUint32(bytes, 0) < answerBytes) throw new RangeError('a message that is cut short')
  return hasEnds(bytes, asked)
    ? { kind: 'socket', uid: readUint32(bytes, headerBytes + 64), inode: readUint32(bytes, headerBytes + 68) }
    : { kind: 'none' }
}

const hasEnds = (bytes: Buffer, { local, remote }: AskedSocket): boolean => {
  const family = bytes[headerBytes]
  if (family !== familyOfIpv4 && family !== familyOfIpv6) return false
  const length = family === familyOfIpv4 ? 4 : 16
  if (bytes.readUInt16BE(20) !== local.port) return false
  // The address of a listener is not compared: the kernel answers with the one that would accept a connection to `local`.
  if (remote === undefined) return bytes[headerBytes + 1] === stateListening
  return (
    bytes.readUInt16BE(22) === remote.port &&
    isAddress(bytes.subarray(24, 24 + length), local.address) &&
    isAddress(bytes.subarray(40, 40 + length), remote.address)
  )
}
