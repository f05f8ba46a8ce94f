import type { Client } from 'ssh2'
import type { AesGcmWriter } from './aes-gcm-packets.ts'
import type { PacketReader } from './packet-reader.ts'
import { isRecord, hasFunctions, protocolOf } from './client-internals.ts'

/** The current state of ssh2's own cipher or decipher, as packets under AES-GCM need it. */
export interface AesGcmState {
  readonly algorithm: 'aes-128-gcm' | 'aes-256-gcm'
  readonly key: Buffer
  readonly iv: Buffer
  readonly sequence: number
}

const aesGcmState = (state: Record<'algorithm' | 'key' | 'iv' | 'sequence', unknown>): AesGcmState | undefined => {
  const { algorithm, key, iv, sequence } = state
  if (algorithm !== 'aes-128-gcm' && algorithm !== 'aes-256-gcm') return undefined
  const isKey = Buffer.isBuffer(key) && key.length === (algorithm === 'aes-128-gcm' ? 16 : 32)
  if (!isKey || !Buffer.isBuffer(iv) || iv.length !== 12 || typeof sequence !== 'number') return undefined
  return { algorithm, key, iv, sequence }
}

/**
 * Replaces ssh2's own writer of packets (AESGCMCipherNative in lib/protocol/crypto.js). Each key exchange makes a new one, so it is called
 * after each. `make` is called with the state to go on from. If the cipher or the shape is another, ssh2's own stays and false is returned.
 */
export const replaceCipher = (
  client: Client,
  make: (state: AesGcmState, write: (packet: Buffer) => void) => AesGcmWriter,
): boolean => {
  const protocol = protocolOf(client)
  const own = protocol?.['_cipher']
  if (protocol === undefined || !isRecord(own) || own['_dead'] !== false) return false
  const state = aesGcmState({
    algorithm: own['_encSSLName'],
    key: own['_encKey'],
    iv: own['_encIV'],
    sequence: own['outSeqno'],
  })
  const write = own['_onWrite']
  if (state === undefined || !hasFunctions(own, ['allocPacket', 'encrypt', 'free']) || typeof write !== 'function') return false
  protocol['_cipher'] = make(state, write as (packet: Buffer) => void)
  return true
}

/** As `replaceCipher`, for AESGCMDecipherNative. A decipher in the middle of a packet is left as it is. */
export const replaceDecipher = (
  client: Client,
  make: (state: AesGcmState, onPayload: PacketReader['_onPayload']) => PacketReader,
): boolean => {
  const protocol = protocolOf(client)
  const own = protocol?.['_decipher']
  if (protocol === undefined || !isRecord(own)) return false
  const state = aesGcmState({
    algorithm: own['_decipherSSLName'],
    key: own['_decipherKey'],
    iv: own['_decipherIV'],
    sequence: own['inSeqno'],
  })
  const onPayload = own['_onPayload']
  const atPacketStart = own['_lenBytes'] === 0 && own['_pktLen'] === 0 && own['_tagPos'] === 0
  if (state === undefined || !atPacketStart || !hasFunctions(own, ['decrypt', 'free']) || typeof onPayload !== 'function')
    return false
  protocol['_decipher'] = make(state, onPayload as PacketReader['_onPayload'])
  return true
}
