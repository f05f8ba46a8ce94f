import type { Algorithms, ServerHostKeyAlgorithm } from 'ssh2'
import { failureOf } from '../../../contract/failure.ts'
import type { Failure } from '../../../contract/failure.ts'
import constants from 'ssh2/lib/protocol/constants.js'
import { provideChaCha20 } from '../ssh2/chacha20-packets.ts'

/**
 * Host key algorithms for a server without known keys. No ECDSA, because ssh-audit rejects the NIST curves, and it must find no failure in
 * this list.
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
 * The names without those that this runtime lacks, at which ssh2 would throw.
 *
 * SECURITY: ssh2 replaces an empty list by its own defaults. No list becomes empty, because each has a name that every runtime supports.
 */
const supported = <Name extends string>(names: readonly Name[], among: readonly string[]): Name[] =>
  names.filter((name) => among.includes(name))

/**
 * The ECDSA host key algorithms of a server that has no other, from its failure; undefined for every other failure.
 *
 * SECURITY: a man in the middle could remove the other keys from the list, and gains nothing: their key has to be trusted like any other,
 * and is a changed one if another key of the host is known.
 */
const onlyEcdsaOf = (failure: Failure | undefined): readonly string[] | undefined => {
  if (failure?.code !== 'no-common-algorithm' || failure.kind !== 'host-key') return undefined
  const known = failure.offered.filter((name) => name.startsWith('ecdsa-') && Object.hasOwn(algorithmsOfKeyType, name))
  return known.length === 0 ? undefined : known
}

/** Runs an attempt, and once more with ECDSA host keys if the server has no others. */
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

/** The name of every algorithm that ssh2 can use here. They reveal nothing of a person. */
export const knownAlgorithms: readonly string[] = [
  ...constants.SUPPORTED_KEX,
  ...constants.SUPPORTED_SERVER_HOST_KEY,
  ...constants.SUPPORTED_CIPHER,
  ...constants.SUPPORTED_MAC,
]

/**
 * Postern's algorithms, best first (ssh2's lists: node_modules/ssh2/lib/protocol/constants.js). AES-GCM comes first because processors have
 * it in hardware. MACs are of SHA-2 and matter for aes256-ctr alone; those that are not encrypt-then-mac come last, for dropbear and
 * Twisted Conch. "none" stays behind zlib@openssh.com for servers that do not compress.
 *
 * SECURITY: ssh2's own defaults offer SHA-1, the NIST curves, compression before log-in, and group-exchange, in which the server chooses
 * the prime before it has shown a host key: one of 9941 bits blocks the event loop for 34 s, and one of 512 bits is accepted as well.
 *
 * SECURITY: the types of known keys come first. Otherwise a server with several keys would present an unknown one and raise a false alarm,
 * which teaches people to accept alarms. ECDSA is offered for that reason alone, and to a server that has shown that it has no other
 * (`onlyEcdsaOf`).
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
