import type { Client, ParsedKey } from 'ssh2'
import { isRecord, hasFunctions, protocolOf, handlersOf } from './client-internals.ts'
import type { Handler } from './client-internals.ts'

/**
 * Returns the signature algorithms that the server accepts from clients (`server-sig-algs`, RFC 8308 section 3.1), once SSH_MSG_EXT_INFO
 * has come; undefined before, if the message has none, or if the shape is not that of 1.17.
 */
export const watchSignatureAlgorithms = (client: Client): (() => readonly string[] | undefined) => {
  const handlers = handlersOf(client)
  const own = handlers?.['EXT_INFO']
  let said: readonly string[] | undefined
  if (handlers !== undefined && typeof own === 'function')
    handlers['EXT_INFO'] = (protocol, extensions, ...rest) => {
      said ??= signatureAlgorithmsIn(extensions)
      own(protocol, extensions, ...rest)
    }
  return () => said
}

const signatureAlgorithmsIn = (extensions: unknown): readonly string[] | undefined => {
  if (!Array.isArray(extensions)) return undefined
  const found: unknown = extensions.find((extension) => isRecord(extension) && extension['name'] === 'server-sig-algs')
  const algorithms = isRecord(found) ? found['algs'] : undefined
  return Array.isArray(algorithms) ? algorithms.filter((name) => typeof name === 'string') : undefined
}

/** The signatures to use with a server that announces none. */
const modernSignatures = ['ssh-ed25519', 'rsa-sha2-512', 'rsa-sha2-256']
const sha1Signatures = ['ssh-rsa', 'ssh-dss']

/**
 * Has RSA keys sign with SHA-2 alone (RFC 8332), whatever signatures the server announces. Called before `logInWithoutWaiting`; false if
 * the shape is not that of 1.17.
 *
 * SECURITY: for a server that sends no `server-sig-algs`, or only `ssh-rsa`, ssh2 signs with SHA-1. OpenSSH stopped that in 8.8, because
 * chosen-prefix collisions of SHA-1 can be bought.
 */
export const signWithSha2 = (client: Client): boolean => {
  const handlers = handlersOf(client)
  const accept = handlers?.['SERVICE_ACCEPT']
  const extInfo = handlers?.['EXT_INFO']
  if (handlers === undefined || typeof accept !== 'function' || typeof extInfo !== 'function') return false
  let isAnnounced = false
  handlers['EXT_INFO'] = (protocol, extensions, ...rest) => {
    const algorithms = signatureAlgorithmsIn(extensions)?.filter((name) => !sha1Signatures.includes(name)) ?? modernSignatures
    isAnnounced = true
    extInfo(protocol, [{ name: 'server-sig-algs', algs: algorithms }], ...rest)
  }
  handlers['SERVICE_ACCEPT'] = (protocol, ...parts) => {
    if (!isAnnounced) extInfo(protocol, [{ name: 'server-sig-algs', algs: modernSignatures }])
    accept(protocol, ...parts)
  }
  return true
}

/** The hash of each signature algorithm (RFC 8332, 8709, 5656); undefined if the algorithm itself names it. */
const hashOf = new Map<unknown, string | undefined>([
  [undefined, undefined],
  ['rsa-sha2-256', 'sha256'],
  ['rsa-sha2-512', 'sha512'],
])

/**
 * Has a private key sign its first request, where ssh2 first asks whether the server accepts the key (RFC 4252 section 7). This saves one
 * round trip. Keys of an agent are still asked about first, because an agent may hold many and a person may have to confirm each use. False
 * if the shape is not that of 1.17.
 *
 * SECURITY: the signature covers the session identifier, so a server that refuses the key can do nothing with it, and the host key has been
 * judged by then.
 */
export const signAtOnce = (client: Client): boolean => {
  const protocol = protocolOf(client)
  const ask = protocol?.['authPK']
  if (protocol === undefined || typeof ask !== 'function' || ask.length !== 4) return false
  protocol['authPK'] = (user: unknown, key: unknown, algorithm: unknown, sign: unknown): void => {
    const canSign = sign === undefined && hashOf.has(algorithm) && isRecord(key) && hasFunctions(key, ['isPrivateKey', 'sign'])
    if (!canSign || !(key as unknown as ParsedKey).isPrivateKey()) {
      ask.call(protocol, user, key, algorithm, sign)
      return
    }
    ask.call(protocol, user, key, algorithm, (request: Buffer, finish: (signature: Buffer) => void) => {
      const signature: unknown = (key as unknown as ParsedKey).sign(request, hashOf.get(algorithm))
      if (Buffer.isBuffer(signature)) finish(signature)
      // The unsigned request then brings ssh2's own error.
      else ask.call(protocol, user, key, algorithm)
    })
  }
  return true
}

/**
 * Has a key of a vendor's type (`name@domain`, RFC 4251 section 6) pass its whole signature with the algorithm: the signature of a
 * certificate names the plain algorithm, that of a security key has fields of its own, and ssh2 would write only the key's type and the
 * bytes. Such keys come from an agent. False if the shape is not that of 1.17.
 */
export const signWhole = (client: Client): boolean => {
  const protocol = protocolOf(client)
  const own = protocol?.['authPK']
  if (protocol === undefined || typeof own !== 'function' || own.length !== 4) return false
  protocol['authPK'] = (user: unknown, key: unknown, algorithm: unknown, sign: unknown): void => {
    const isPlain = !isRecord(key) || typeof key['type'] !== 'string' || !key['type'].includes('@')
    if (isPlain || typeof sign !== 'function') {
      own.call(protocol, user, key, algorithm, sign)
      return
    }
    own.call(protocol, user, key, algorithm, (request: Buffer) =>
      (sign as (request: Buffer, finish: (signature: Buffer) => void) => void)(request, (signature) => {
        // The request begins with the session identifier, which is signed and not sent (RFC 4252 section 7).
        const unsigned = request.subarray(4 + request.readUInt32BE(0))
        const length = Buffer.alloc(4)
        length.writeUInt32BE(signature.length)
        sendUserauthRequest(protocol, Buffer.concat([unsigned, length, signature]))
      }),
    )
  }
  return true
}

/** As ssh2's `authPK` and `sendPacket` do. */
const sendUserauthRequest = (protocol: Record<string, unknown>, payload: Buffer): void => {
  const { write } = protocol['_packetRW'] as {
    readonly write: {
      readonly allocStart: number
      readonly alloc: (length: number) => Buffer
      readonly finalize: (packet: Buffer) => Buffer
    }
  }
  const packet = write.alloc(payload.length)
  packet.set(payload, write.allocStart)
  ;(protocol['_authsQueue'] as string[]).push('publickey')
  const finalized = write.finalize(packet)
  if (protocol['_kexinit'] === undefined) (protocol['_cipher'] as { encrypt: (packet: Buffer) => void }).encrypt(finalized)
  else ((protocol['_queue'] ??= []) as Buffer[]).push(finalized)
}

/**
 * Begins the log-in without waiting for SSH_MSG_SERVICE_ACCEPT, once SSH_MSG_EXT_INFO (RFC 8308) has the signatures that the server
 * accepts. This saves one round trip, and is safe because the server reads our packets in order. With a server without EXT_INFO it waits.
 * False if the shape is not that of 1.17.
 */
export const logInWithoutWaiting = (client: Client): boolean => {
  const handlers = handlersOf(client)
  const accept = handlers?.['SERVICE_ACCEPT']
  const extInfo = handlers?.['EXT_INFO']
  if (handlers === undefined || typeof accept !== 'function' || typeof extInfo !== 'function') return false
  let begun = false
  const begin: Handler = (...parts) => {
    if (begun) return
    begun = true
    accept(...parts)
  }
  handlers['SERVICE_ACCEPT'] = begin
  handlers['EXT_INFO'] = (protocol, ...parts) => {
    extInfo(protocol, ...parts)
    begin(protocol, 'ssh-userauth')
  }
  return true
}
