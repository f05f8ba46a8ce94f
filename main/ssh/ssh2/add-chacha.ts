import { getCipherInfo } from 'node:crypto'
import type { Client } from 'ssh2'
import constants from 'ssh2/lib/protocol/constants.js'
import { createChaChaReader, createChaChaWriter } from './chacha-packets.ts'
import { replaceChaChaCipher, replaceChaChaDecipher } from './ssh2-internals.ts'

const chaCha = 'chacha20-poly1305@openssh.com'
const isMissing = getCipherInfo('chacha20') === undefined

// ssh2 throws at a name that is not in its list, and makes the list of what the runtime's crypto has.
if (isMissing && !constants.SUPPORTED_CIPHER.includes(chaCha)) constants.SUPPORTED_CIPHER.push(chaCha)

/**
 * Has a client of ssh2 speak ChaCha20-Poly1305 where the runtime has no ChaCha20 (Electron's BoringSSL): dropbear offers it beside ciphers
 * that we refuse, tinyssh offers nothing else. To be called right after `client.connect`. `always` is for tests.
 */
export const addChaCha = (client: Client, always = false): void => {
  if (!isMissing && !always) return
  // Each key exchange makes new ciphers, and nothing has been written or read with them yet.
  client.prependListener('handshake', () => {
    replaceChaChaCipher(client, createChaChaWriter)
    replaceChaChaDecipher(client, createChaChaReader)
  })
}
