const openSshBody = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]*?)-----END/

const textOfBase64 = (text: string): string => {
  try {
    return atob(text.replace(/\s+/g, ''))
  } catch {
    return ''
  }
}

/**
 * Whether the text of a key file shows that the key needs a passphrase: OpenSSH (PROTOCOL.key: after the magic, the cipher's name as an SSH
 * string), PEM (RFC 1421 headers), PKCS8 (RFC 7468) and PuTTY. It only decides whether the form asks for the passphrase; main reads the
 * file by itself.
 */
export const isEncryptedKey = (text: string): boolean => {
  const body = openSshBody.exec(text)?.[1]
  if (body !== undefined) return !textOfBase64(body).startsWith('openssh-key-v1\0\0\0\0\u0004none')
  return /^Proc-Type: *4,ENCRYPTED|-----BEGIN ENCRYPTED PRIVATE KEY-----|^Encryption: *(?!none)\S/m.test(text)
}
