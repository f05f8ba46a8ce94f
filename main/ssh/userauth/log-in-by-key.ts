import { sign } from 'node:crypto'
import ssh2 from 'ssh2'
import type { ParsedKey } from 'ssh2'
import { failureOf } from '../../../contract/failure.ts'
import type { Failure } from '../../../contract/failure.ts'
import type { PrivateKey } from '../connection.ts'
import { chooseAgentKeys, readAgentKeys } from './agent-keys.ts'
import { AgentSilentError } from './agent-protocol.ts'
import { attempt } from './log-in-attempt.ts'
import type { AsyncAttempts, LogInProgress, MethodOf } from './log-in-attempt.ts'
import { boundedPrintableLine } from '../printable.ts'

const agentTimeoutMs = 10_000

/** Offers the agent's keys one after another. An agent that cannot be reached is reported only if nothing else was refused. */
export async function* byAgent(progress: LogInProgress, method: MethodOf<'agent'>): AsyncAttempts {
  const { authentication, log, user } = progress.options
  const keys = await readAgentKeys(method.address, agentTimeoutMs).catch((error: unknown) => {
    const failure = agentFailure(method.address, error)
    progress.obstacle ??= failure
    log('warn', { name: 'agent-unusable', address: method.address }, failure)
    return []
  })
  const ownKey = authentication.find((other) => other.type === 'key')?.publicKey
  const chosen = chooseAgentKeys(keys, ownKey)
  for (const [index, key] of chosen.entries()) {
    progress.agentKeys = { keysOffered: index + 1, keysLeft: chosen.length - index - 1 }
    log('info', { name: 'agent-key-offered', comment: boundedPrintableLine(key.comment, 100) })
    if (yield* attempt(progress, 'agent', { type: 'agent', username: user, agent: key.agent })) return true
  }
  return false
}

const saidBy = (error: unknown): string => boundedPrintableLine(error instanceof Error ? error.message : String(error), 300)

const agentFailure = (address: string, error: unknown): Failure =>
  error instanceof AgentSilentError
    ? { code: 'agent-unreachable', address, reason: 'agent-silent' }
    : { code: 'agent-unreachable', address, reason: 'agent-error', said: saidBy(error) }

/** Unlocks the account's key at its turn, and offers it. */
export async function* byKey(progress: LogInProgress, method: MethodOf<'key'>): AsyncAttempts {
  const { log, user, whileAsking } = progress.options
  const key = await whileAsking(method.unlock).then(
    (privateKey) => signingKey(privateKey, method.name),
    (error: unknown) => {
      const failure = failureOf(error)
      if (failure === undefined) throw error
      return failure
    },
  )
  if ('code' in key) {
    progress.obstacle ??= key
    log('warn', { name: 'key-unusable', key: method.name }, key)
    return false
  }
  log('info', { name: 'key-offered', key: method.name })
  progress.releaseKey = key.release
  return yield* attempt(progress, 'key', { type: 'publickey', username: user, key: key.key })
}

/** The hash of each type's signature (RFC 5656 section 6.2.1); Ed25519 has one of its own, and requests by RSA name theirs. */
const hashes = new Map([
  ['ecdsa-sha2-nistp256', 'sha256'],
  ['ecdsa-sha2-nistp384', 'sha384'],
  ['ecdsa-sha2-nistp521', 'sha512'],
])

interface SigningKey {
  readonly key: ParsedKey
  readonly release: () => void
}

/** The public half as ssh2 reads it, which signs by the private half until that is released. */
const signingKey = (privateKey: PrivateKey, name: string): SigningKey | Failure => {
  const parsed = ssh2.utils.parseKey(Buffer.from(privateKey.publicBlob))
  if (parsed instanceof Error)
    return { code: 'key-unreadable', file: name, reason: 'library-refused', said: boundedPrintableLine(parsed.message, 300) }
  let held: PrivateKey | undefined = privateKey
  const signByHeld = (data: Buffer, hash?: string): Buffer | Error => {
    if (held === undefined) return new Error('the log-in is over')
    try {
      return sign(hash ?? hashes.get(parsed.type), data, held.key)
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error))
    }
  }
  return {
    key: Object.assign(Object.create(parsed) as ParsedKey, { isPrivateKey: () => true, sign: signByHeld }),
    release: () => (held = undefined),
  }
}
