import ssh2 from 'ssh2'
import type { BaseAgent, IdentityCallback, ParsedKey, SignCallback, SigningRequestOptions } from 'ssh2'
import { askAgentForKeys, askAgentToSign } from './agent-protocol.ts'

/**
 * A key or certificate of an agent, as an agent of its own: ssh2 then makes one attempt for it, and Postern chooses the keys and their
 * number.
 */
export interface AgentKey {
  readonly blob: Buffer
  readonly comment: string
  readonly agent: BaseAgent
}

class SingleKeyAgent extends ssh2.BaseAgent<ParsedKey> {
  readonly #agent: BaseAgent
  readonly #key: ParsedKey

  constructor(agent: BaseAgent, key: ParsedKey) {
    super()
    this.#agent = agent
    this.#key = key
  }

  override getIdentities(callback: IdentityCallback<ParsedKey>): void {
    callback(undefined, [this.#key])
  }

  override sign(key: ParsedKey, data: Buffer, options: SigningRequestOptions | SignCallback, callback?: SignCallback): void {
    const done = typeof options === 'function' ? options : callback
    // ssh2 does not set the hash for a certificate's signature, and passes on only a part of the signature.
    if (isOfOwnDomain(key.type)) {
      askAgentToSign(this.#agent, key.getPublicSSH(), data).then(
        (signature) => done?.(undefined, signature),
        (error: unknown) => done?.(error instanceof Error ? error : new Error(String(error))),
      )
    } else if (typeof options === 'function') this.#agent.sign(key, data, options)
    else this.#agent.sign(key, data, options, callback)
  }
}

/**
 * Returns the keys and certificates of the agent at `address`: the path of a Unix socket (SSH_AUTH_SOCK), on Windows also a named pipe such
 * as `\\.\pipe\openssh-ssh-agent`, the word `pageant`, or the path of a Cygwin socket. Rejects with AgentSilentError if it does not answer
 * within `timeoutMs`, and otherwise with the error.
 */
export const readAgentKeys = async (address: string, timeoutMs: number): Promise<readonly AgentKey[]> => {
  const agent = ssh2.createAgent(address)
  return (await askAgentForKeys(agent, timeoutMs)).flatMap(({ blob, comment }) => {
    const key = readKey(blob)
    return key === undefined ? [] : [{ blob, comment, agent: new SingleKeyAgent(agent, key) }]
  })
}

/** Certificates and security keys have types of OpenSSH's own domain (RFC 4251 section 6). ssh2 reads no key of such a type. */
const isOfOwnDomain = (type: string): boolean => type.includes('@')

const certificateEnd = '-cert-v01@openssh.com'

const readKey = (blob: Buffer): ParsedKey | undefined => {
  const type = firstString(blob)?.toString('latin1') ?? ''
  const key = ssh2.utils.parseKey(isOfOwnDomain(type) ? anyKey : blob)
  if (key instanceof Error) return undefined
  if (!isOfOwnDomain(type)) return key
  return Object.assign(Object.create(key) as ParsedKey, {
    // RFC 8332 section 3: the type in the blob stays `ssh-rsa-cert-v01@openssh.com`, and the request has the hash.
    type: type.replace(/^ssh-rsa(?=-cert-)/, 'rsa-sha2-512'),
    getPublicSSH: () => blob,
  })
}

/** ssh2 demands objects of its parser. Only the class of this one matters. */
const anyKey = `ssh-ed25519 ${Buffer.concat([Buffer.from('\0\0\0\x0bssh-ed25519\0\0\0\x20'), Buffer.alloc(32)]).toString('base64')}`

const firstString = (bytes: Buffer): Buffer | undefined =>
  bytes.length < 4 || bytes.length < 4 + bytes.readUInt32BE(0) ? undefined : bytes.subarray(4, 4 + bytes.readUInt32BE(0))

/** The bytes behind the first string. */
const afterFirst = (bytes: Buffer): Buffer => bytes.subarray(4 + (firstString(bytes)?.length ?? bytes.length))

/** A certificate has a nonce and then the fields of its key (PROTOCOL.certkeys of OpenSSH). */
const certifies = (blob: Buffer, key: Uint8Array): boolean => {
  if (firstString(blob)?.toString('latin1').endsWith(certificateEnd) !== true) return false
  const fields = afterFirst(Buffer.from(key))
  return fields.length > 0 && afterFirst(afterFirst(blob)).subarray(0, fields.length).equals(fields)
}

/** More keys than any person has. An agent may list keys without end. */
const mostKeys = 64

/**
 * Returns the keys of an agent in the order of their offer: all of them, as in ssh, the account's own key and its certificates first. If
 * the server ends the log-in for too many of them, `connect` goes on without the agent.
 */
export const chooseAgentKeys = (keys: readonly AgentKey[], ownKey: Uint8Array | undefined): readonly AgentKey[] => {
  const own = ownKey === undefined ? [] : keys.filter(({ blob }) => Buffer.compare(blob, ownKey) === 0 || certifies(blob, ownKey))
  return [...own, ...keys.filter((key) => !own.includes(key))].slice(0, mostKeys)
}
