import { createDecipheriv, timingSafeEqual } from 'node:crypto'
import { poly1305 } from '@noble/ciphers/_poly1305.js'
import { chacha20 } from '@noble/ciphers/chacha.js'
import { damaged, UnreadableKeyError, WrongPassphraseError } from './key-fault.ts'

/** A cipher that OpenSSH encrypts private keys with (`ssh-keygen -Z`, cipher.c). Sizes are in bytes. */
export interface OpenSshCipher {
  readonly keyLength: number
  readonly ivLength: number
  readonly blockLength: number
  /** The tag that stands behind the encrypted part. */
  readonly tagLength: number
  readonly decrypt: (options: { readonly key: Buffer; readonly iv: Buffer; readonly data: Buffer; readonly tag: Buffer }) => Buffer
}

/** SECURITY: both parts are wiped, so that one copy is left for the caller to wipe. */
const joined = (first: Buffer, last: Buffer): Buffer => {
  const whole = Buffer.concat([first, last])
  first.fill(0)
  last.fill(0)
  return whole
}

const blockCipher = (name: string, sizes: Pick<OpenSshCipher, 'keyLength' | 'ivLength' | 'blockLength'>): OpenSshCipher => ({
  ...sizes,
  tagLength: 0,
  decrypt: ({ key, iv, data }) => {
    const decipher = createDecipheriv(name, key, iv).setAutoPadding(false)
    return joined(decipher.update(data), decipher.final())
  },
})

const gcm = (name: 'aes-128-gcm' | 'aes-256-gcm', keyLength: number): OpenSshCipher => ({
  keyLength,
  ivLength: 12,
  blockLength: 16,
  tagLength: 16,
  decrypt: ({ key, iv, data, tag }) => {
    const decipher = createDecipheriv(name, key, iv, { authTagLength: 16 }).setAuthTag(tag)
    try {
      return joined(decipher.update(data), decipher.final())
    } catch {
      throw new WrongPassphraseError()
    }
  },
})

/** PROTOCOL.chacha20poly1305 with sequence number 0 and no length field; the second half of the key would encrypt that field. */
const chachaPoly: OpenSshCipher = {
  keyLength: 64,
  ivLength: 0,
  blockLength: 8,
  tagLength: 16,
  decrypt: ({ key, data, tag }) => {
    // The nonce is the sequence number. Node has this cipher and Electron's BoringSSL has not.
    const chacha = (counter: 0 | 1, bytes: Uint8Array): Uint8Array =>
      chacha20(key.subarray(0, 32), new Uint8Array(12), bytes, undefined, counter)
    if (!timingSafeEqual(poly1305(data, chacha(0, new Uint8Array(32))), tag)) throw new WrongPassphraseError()
    return Buffer.from(chacha(1, data))
  },
}

const aes = (mode: 'ctr' | 'cbc', bits: 128 | 192 | 256): OpenSshCipher =>
  blockCipher(`aes-${bits}-${mode}`, { keyLength: bits / 8, ivLength: 16, blockLength: 16 })

const ciphers: Readonly<Record<string, OpenSshCipher>> = {
  'aes256-ctr': aes('ctr', 256),
  'aes192-ctr': aes('ctr', 192),
  'aes128-ctr': aes('ctr', 128),
  'aes256-cbc': aes('cbc', 256),
  'aes192-cbc': aes('cbc', 192),
  'aes128-cbc': aes('cbc', 128),
  'aes256-gcm@openssh.com': gcm('aes-256-gcm', 32),
  'aes128-gcm@openssh.com': gcm('aes-128-gcm', 16),
  '3des-cbc': blockCipher('des-ede3-cbc', { keyLength: 24, ivLength: 8, blockLength: 8 }),
  'chacha20-poly1305@openssh.com': chachaPoly,
}

/** Throws UnreadableKeyError for a cipher that is not known. */
export const openSshCipher = (name: string): OpenSshCipher => {
  const cipher = Object.hasOwn(ciphers, name) ? ciphers[name] : undefined
  if (cipher === undefined) throw new UnreadableKeyError({ reason: 'cipher-not-known', cipher: name.slice(0, 40) })
  return cipher
}

/** Checks what lies around the encrypted part and decrypts it. Wipes `derived`. */
export const decryptOpenSsh = (
  cipher: OpenSshCipher,
  derived: Buffer,
  parts: { readonly data: Buffer; readonly tag: Buffer },
): Buffer => {
  if (parts.data.length === 0 || parts.data.length % cipher.blockLength !== 0) throw damaged('encrypted-part-cut')
  if (parts.tag.length !== cipher.tagLength) throw damaged('more-behind-encrypted-part')
  const key = derived.subarray(0, cipher.keyLength)
  const iv = derived.subarray(cipher.keyLength, cipher.keyLength + cipher.ivLength)
  try {
    return cipher.decrypt({ key, iv, ...parts })
  } finally {
    derived.fill(0)
  }
}
