import type { Duplex } from 'node:stream'
import type { AlgorithmKind } from '../../../contract/failure.ts'

/** The algorithms in a server's KEXINIT (RFC 4253 section 7.1), by each kind that can fail to match. */
export type ServerOffer = Readonly<Record<AlgorithmKind, readonly string[]>>

const kexInit = 20
/** RFC 4253 section 6.1: the largest packet that every implementation must accept. */
const maxPacket = 35_000

/**
 * Reads the server's KEXINIT at the beginning of a stream without consuming a byte, because ssh2 reports a failed negotiation without the
 * server's offer. The returned function returns the offer once it has come. The first bytes are the server's identification line.
 */
export const watchServerOffer = (stream: Duplex): (() => ServerOffer | undefined) => {
  let bytes = Buffer.alloc(0)
  let offer: ServerOffer | undefined
  const stop = (): void => {
    stream.off('data', onData)
    bytes = Buffer.alloc(0)
  }
  const onData = (chunk: Buffer): void => {
    bytes = Buffer.concat([bytes, chunk])
    const packet = firstPacket(bytes)
    if (packet !== undefined) offer = parseKexInit(packet)
    if (packet !== undefined || bytes.length > maxPacket + 512) stop()
  }
  stream.on('data', onData)
  return () => offer
}

/** The payload of the first binary packet after the identification line. */
const firstPacket = (bytes: Buffer): Buffer | undefined => {
  const start = bytes.indexOf(0x0a) + 1
  if (start === 0 || bytes.length < start + 5) return undefined
  const length = bytes.readUInt32BE(start)
  if (bytes.length < start + 4 + length) return undefined
  const padding = bytes.readUInt8(start + 4)
  return bytes.subarray(start + 5, Math.max(start + 5, start + 4 + length - padding))
}

const parseKexInit = (payload: Buffer): ServerOffer | undefined => {
  if (payload[0] !== kexInit) return undefined
  const lists: string[][] = []
  // One byte of type and a cookie of 16; then ten name-lists. For both directions those from client to server are read.
  let position = 17
  while (lists.length < 10) {
    if (position + 4 > payload.length) return undefined
    const length = payload.readUInt32BE(position)
    if (position + 4 + length > payload.length) return undefined
    lists.push(payload.toString('latin1', position + 4, position + 4 + length).split(','))
    position += 4 + length
  }
  const list = (index: number): readonly string[] => lists[index] ?? []
  // The first list also has marks of extensions (RFC 8308, kex-strict), which are no methods.
  const methods = list(0).filter((name) => !/^(ext-info|kex-strict)-/.test(name))
  return { 'key-exchange': methods, 'host-key': list(1), cipher: list(2), mac: list(4), compression: list(6) }
}

/** The kind in ssh2's message of a failed negotiation (node_modules/ssh2/lib/protocol/kex.js, handleKexInit). */
export const unmatchedKind = (message: string): AlgorithmKind | undefined => {
  if (!/no matching/i.test(message)) return undefined
  if (message.includes('key exchange')) return 'key-exchange'
  if (message.includes('host key')) return 'host-key'
  if (message.includes('cipher')) return 'cipher'
  if (message.includes('MAC')) return 'mac'
  return message.includes('compression') ? 'compression' : undefined
}
