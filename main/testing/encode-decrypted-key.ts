import type { OpenedKey } from '../keys/key-file.ts'
import { frame, privateSection } from '../keys/openssh-key-format.ts'
import { publicBlobOf } from '../keys/public-key.ts'

/** Encodes a key in OpenSSH's format without encryption, as Postern never does. */
export const encodeDecryptedKey = (key: OpenedKey): Buffer =>
  Buffer.from(
    frame({
      cipher: 'none',
      kdf: 'none',
      kdfOptions: Buffer.alloc(0),
      publicBlob: publicBlobOf(key.numbers),
      section: privateSection(key, 8),
    }),
  )
