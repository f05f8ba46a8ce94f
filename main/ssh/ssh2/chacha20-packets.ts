import { getCipherInfo, timingSafeEqual } from 'node:crypto'
import { poly1305 } from '@noble/ciphers/_poly1305.js'
import { chacha20 } from '@noble/ciphers/chacha.js'
import constants from 'ssh2/lib/protocol/constants.js'
import ssh2Crypto from 'ssh2/lib/protocol/crypto.js'
import { createPacketReader, lengthBytes, tagBytes } from './packet-reader.ts'
import type { PacketOpener, PacketReader } from './packet-reader.ts'

/** Two keys of 32 bytes (OpenSSH's PROTOCOL.chacha20poly1305): one for the content of a packet, and one for its length. */
interface ChaCha20Keys {
  readonly main: Uint8Array
  readonly length: Uint8Array
}

/** The nonce is the sequence number, as 64 bits in network order; the block counter has the other 64 bits. */
const crypt = (key: Uint8Array, sequence: number, counter: 0 | 1, bytes: Uint8Array): Uint8Array => {
  const nonce = new Uint8Array(12)
  new DataView(nonce.buffer).setUint32(8, sequence)
  return chacha20(key, nonce, bytes, undefined, counter)
}

const tagOf = ({ main }: ChaCha20Keys, sequence: number, sealed: Uint8Array): Uint8Array =>
  poly1305(sealed, crypt(main, sequence, 0, new Uint8Array(32)))

/** Encrypts a packet of ssh2: its length, padding length, payload and padding. Returns it with the tag. */
export const sealPacket = (keys: ChaCha20Keys, sequence: number, packet: Uint8Array): Buffer => {
  const length = crypt(keys.length, sequence, 0, packet.subarray(0, lengthBytes))
  const rest = crypt(keys.main, sequence, 1, packet.subarray(lengthBytes))
  const sealed = Buffer.concat([length, rest])
  return Buffer.concat([sealed, tagOf(keys, sequence, sealed)])
}

export const createPacketOpener = (keys: ChaCha20Keys): PacketOpener => ({
  blockBytes: 8,
  lengthAt: (data, position, sequence) =>
    Buffer.from(crypt(keys.length, sequence, 0, data.subarray(position, position + lengthBytes))).readUInt32BE(0),
  open: (data, start, end, sequence) => {
    const tag = data.subarray(end - tagBytes, end)
    // SECURITY: nothing is decrypted before the tag is compared, in a time that does not depend on the first difference.
    if (!timingSafeEqual(tagOf(keys, sequence, data.subarray(start, end - tagBytes)), tag)) throw new Error('Invalid MAC')
    return crypt(keys.main, sequence, 1, data.subarray(start + lengthBytes, end - tagBytes))
  },
})

/** The methods of ChaChaPolyCipherNative and ChaChaPolyDecipherNative (lib/protocol/crypto.js) that are replaced. */
interface OwnCipher {
  outSeqno: number
  readonly _dead: boolean
  readonly _encKeyMain: Uint8Array
  readonly _encKeyPktLen: Uint8Array
  readonly _onWrite: (bytes: Buffer) => void
}
interface OwnDecipher extends Pick<PacketReader, 'inSeqno' | '_onPayload'> {
  readonly _decKeyMain: Uint8Array
  readonly _decKeyPktLen: Uint8Array
}

const name = 'chacha20-poly1305@openssh.com'
const readers = new WeakMap<OwnDecipher, PacketReader>()

const readerOf = (own: OwnDecipher): PacketReader => {
  const known = readers.get(own)
  if (known !== undefined) return known
  const reader = createPacketReader(createPacketOpener({ main: own._decKeyMain, length: own._decKeyPktLen }), {
    sequence: own.inSeqno,
    onPayload: (payload) => {
      own.inSeqno = reader.inSeqno
      return own._onPayload(payload)
    },
  })
  readers.set(own, reader)
  return reader
}

/**
 * Adds ChaCha20-Poly1305 to ssh2 1.17 where the runtime lacks it, as the BoringSSL of Electron does. Some servers offer nothing else
 * (tinyssh), or nothing else but MACs without encrypt-then-mac (dropbear). ssh2's own classes stay, with other methods.
 */
export const provideChaCha20 = (isNative = getCipherInfo('chacha20') !== undefined): void => {
  if (isNative) return
  const cipherInfo = ssh2Crypto.CIPHER_INFO[name]
  const some = { cipherInfo, decipherInfo: cipherInfo, cipherKey: Buffer.alloc(64), decipherKey: Buffer.alloc(64), seqno: 0 }
  const nothing = { onWrite: () => undefined, onPayload: () => undefined, forceNative: true }
  const cipher = Object.getPrototypeOf(ssh2Crypto.createCipher({ outbound: { ...some, ...nothing } })) as object
  const decipher = Object.getPrototypeOf(ssh2Crypto.createDecipher({ inbound: { ...some, ...nothing } })) as object
  Object.assign(cipher, {
    encrypt(this: OwnCipher, packet: Buffer) {
      if (this._dead) return
      const keys = { main: this._encKeyMain, length: this._encKeyPktLen }
      const sealed = sealPacket(keys, this.outSeqno, packet)
      // SECURITY: the sequence number is the nonce, so it counts up also where the write fails.
      this.outSeqno = (this.outSeqno + 1) >>> 0
      this._onWrite(sealed)
    },
  })
  Object.assign(decipher, {
    decrypt(this: OwnDecipher, data: Buffer, position: number, end: number) {
      return readerOf(this).decrypt(data, position, end)
    },
  })
  const supported = constants.SUPPORTED_CIPHER as string[]
  if (!supported.includes(name)) supported.push(name)
}
