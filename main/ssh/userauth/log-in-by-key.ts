import ssh2 from 'ssh2'
import type { ParsedKey } from 'ssh2'
import { failureOf } from '../../../contract/failure.ts'
import type { Failure } from '../../../contract/failure.ts'
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
  for (const key of chooseAgentKeys(keys, ownKey)) {
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
    (privateKey) => parsePrivateKey(privateKey, method.name),
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
  return yield* attempt(progress, 'key', { type: 'publickey', username: user, key })
}

const parsePrivateKey = (privateKey: Uint8Array, name: string): ParsedKey | Failure => {
  const unreadable = (said: string): Failure => ({
    code: 'key-unreadable',
    file: name,
    reason: 'library-refused',
    said: boundedPrintableLine(said, 300),
  })
  try {
    const key = ssh2.utils.parseKey(Buffer.from(privateKey))
    if (key instanceof Error) return unreadable(key.message)
    return key.isPrivateKey() ? key : { code: 'key-unreadable', file: name, reason: 'public-key' }
  } catch (error) {
    // ssh2 throws on some malformed keys instead of returning the error.
    return unreadable(error instanceof Error ? error.message : String(error))
  }
}
