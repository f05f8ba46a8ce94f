import type { Algorithms, ServerHostKeyAlgorithm } from 'ssh2'
import constants from 'ssh2/lib/protocol/constants.js'
import '../ssh2/add-chacha.ts'

/**
 * Host key algorithms offered to a server of which nothing is known. No ECDSA: ssh-audit (and this list's bar of no failure in it)
 * rejects the NIST curves.
 */
const preferredHostKeys: readonly ServerHostKeyAlgorithm[] = ['ssh-ed25519', 'rsa-sha2-512', 'rsa-sha2-256']

/** The signature algorithms for a key type that known_hosts names (RFC 8332: an ssh-rsa key signs with SHA-2). */
export const algorithmsOfKeyType: Readonly<Record<string, readonly ServerHostKeyAlgorithm[]>> = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
}

/**
 * Without what this runtime cannot do, at which ssh2 would throw. (ChaCha20, which the BoringSSL of Electron lacks, is added for it.)
 *
 * SECURITY: ssh2 takes an empty list for its own defaults. None becomes empty: each holds something that every runtime has.
 */
const supported = <Name extends string>(names: readonly Name[], among: readonly string[]): Name[] =>
  names.filter((name) => among.includes(name))

/** The name of every algorithm that ssh2 can use here. They tell nothing of a person. */
export const knownAlgorithms: readonly string[] = [
  ...constants.SUPPORTED_KEX,
  ...constants.SUPPORTED_SERVER_HOST_KEY,
  ...constants.SUPPORTED_CIPHER,
  ...constants.SUPPORTED_MAC,
]

/**
 * What Postern offers, best first (docs of ssh2's lists: node_modules/ssh2/lib/protocol/constants.js). AES-GCM leads since processors
 * have it in hardware; MACs are SHA-2 only and matter for aes256-ctr alone, encrypt-then-mac first: Twisted Conch and dropbear have the
 * other way alone. "none" stays behind zlib@openssh.com for servers that do not compress.
 *
 * SECURITY: ssh2's own defaults offer SHA-1, the NIST curves and compression before log-in.
 *
 * SECURITY: no diffie-hellman-group-exchange: the server chooses the prime there, and a large one stops this process for half a minute
 * before a host key was seen.
 *
 * SECURITY: key types already known for the host come first, or a server with several keys would present one that is not known and
 * raise a false alarm, which teaches people to accept alarms. ECDSA is offered where it is the known type, and to a server that has
 * nothing else (host-key-types.ts).
 */
export const offeredAlgorithms = (options: {
  readonly knownKeyTypes: readonly string[]
  readonly compression: boolean
}): Algorithms => ({
  kex: supported(
    ['curve25519-sha256', 'curve25519-sha256@libssh.org', 'diffie-hellman-group16-sha512', 'diffie-hellman-group18-sha512'],
    constants.SUPPORTED_KEX,
  ),
  serverHostKey: supported(
    [...new Set([...options.knownKeyTypes.flatMap((keyType) => algorithmsOfKeyType[keyType] ?? []), ...preferredHostKeys])],
    constants.SUPPORTED_SERVER_HOST_KEY,
  ),
  cipher: supported(
    ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'chacha20-poly1305@openssh.com', 'aes256-ctr'],
    constants.SUPPORTED_CIPHER,
  ),
  hmac: supported(
    ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256', 'hmac-sha2-512'],
    constants.SUPPORTED_MAC,
  ),
  compress: options.compression ? ['zlib@openssh.com', 'none'] : ['none'],
})
