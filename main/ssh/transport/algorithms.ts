import type { Algorithms, ServerHostKeyAlgorithm } from 'ssh2'
import { failureOf } from '../../../contract/failure.ts'
import type { Failure } from '../../../contract/failure.ts'
import constants from 'ssh2/lib/protocol/constants.js'
import { provideChaCha20 } from '../ssh2/chacha20-packets.ts'

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

provideChaCha20()

/**
 * Without what this runtime cannot do, at which ssh2 would throw.
 *
 * SECURITY: ssh2 takes an empty list for its own defaults. None becomes empty: each holds something that every runtime has.
 */
const supported = <Name extends string>(names: readonly Name[], among: readonly string[]): Name[] =>
  names.filter((name) => among.includes(name))

/**
 * The ECDSA host key algorithms of a server that has no other, by its failure; undefined for every other failure.
 *
 * SECURITY: whoever stands between could leave the other keys out, and gains nothing by it: their key has to be trusted like any other, and
 * is a changed one where another key of the host is known.
 */
const onlyEcdsaOf = (failure: Failure | undefined): readonly string[] | undefined => {
  if (failure?.code !== 'no-common-algorithm' || failure.kind !== 'host-key') return undefined
  const known = failure.offered.filter((name) => name.startsWith('ecdsa-') && Object.hasOwn(algorithmsOfKeyType, name))
  return known.length === 0 ? undefined : known
}

/** Runs an attempt, and once more where the server has ECDSA host keys alone, which are then offered. */
export const orByEcdsa = async <Options extends { readonly knownKeyTypes: readonly string[] }, Result>(
  options: Options,
  attempt: (options: Options) => Promise<Result>,
): Promise<Result> => {
  try {
    return await attempt(options)
  } catch (error) {
    const ecdsa = onlyEcdsaOf(failureOf(error))
    if (ecdsa === undefined) throw error
    return await attempt({ ...options, knownKeyTypes: [...options.knownKeyTypes, ...ecdsa] })
  }
}

/** The name of every algorithm that ssh2 can use here. They tell nothing of a person. */
export const knownAlgorithms: readonly string[] = [
  ...constants.SUPPORTED_KEX,
  ...constants.SUPPORTED_SERVER_HOST_KEY,
  ...constants.SUPPORTED_CIPHER,
  ...constants.SUPPORTED_MAC,
]

/**
 * What Postern offers, best first (docs of ssh2's lists: node_modules/ssh2/lib/protocol/constants.js). AES-GCM leads since processors have
 * it in hardware; MACs are of SHA-2 and matter for aes256-ctr alone; those that are not encrypt-then-mac stand last, for dropbear and
 * Twisted Conch. "none" stays behind zlib@openssh.com for servers that do not compress.
 *
 * SECURITY: ssh2's own defaults offer SHA-1, the NIST curves, compression before log-in, and group-exchange. There a server chooses the
 * prime, before it has shown a host key: one of 9941 bits holds the event loop for 34 s, and one of 512 bits is accepted as well.
 *
 * SECURITY: key types already known for the host come first, or a server with several keys would present one that is not known and
 * raise a false alarm, which teaches people to accept alarms. ECDSA is offered for that reason alone, and to a server that has shown that
 * it has nothing else (`onlyEcdsaOf`).
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
