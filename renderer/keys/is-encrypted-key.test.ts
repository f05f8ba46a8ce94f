import { expect, test } from 'vitest'
import { isEncryptedKey } from './is-encrypted-key.ts'

const openSsh = (cipher: string): string => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(cipher.length)
  const body = Buffer.concat([Buffer.from('openssh-key-v1\0'), length, Buffer.from(`${cipher}\0\0\0\u0004none`)])
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${body.toString('base64')}\n-----END OPENSSH PRIVATE KEY-----\n`
}

test.each([
  ['OpenSSH', openSsh('aes256-ctr')],
  ['PEM', '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n'],
  ['PKCS8', '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n'],
  ['PuTTY', 'PuTTY-User-Key-File-3: ssh-ed25519\r\nEncryption: aes256-cbc\r\nComment: bob\r\n'],
])('an encrypted key of %s wants a passphrase', (_, text) => {
  expect(isEncryptedKey(text)).toBe(true)
})

test.each([
  ['OpenSSH', openSsh('none')],
  ['PEM', '-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n'],
  ['PKCS8', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'],
  ['PuTTY', 'PuTTY-User-Key-File-3: ssh-ed25519\r\nEncryption: none\r\nComment: bob\r\n'],
  ['nobody', 'Encryption:\n'],
  ['nobody', ''],
])('an open key of %s wants no passphrase', (_, text) => {
  expect(isEncryptedKey(text)).toBe(false)
})
