import ssh2 from 'ssh2'
import type { AnyAuthMethod, ParsedKey } from 'ssh2'
import { FailureError } from '../../contract/failure.ts'
import type { Failure } from '../../contract/failure.ts'
import { chooseAgentKeys, readAgentKeys } from './agent-keys.ts'
import { challengeOf } from './challenge.ts'
import type { AuthenticationMethod, ConnectOptions } from './connection.ts'

/** How the server took an attempt. `accepted` is undefined where it did not say which methods it takes (RFC 4252 section 5.1). */
export interface Reply {
  readonly accepted: readonly string[] | undefined
  readonly partial: boolean
}

export interface LogInOptions extends Pick<ConnectOptions, 'host' | 'user' | 'authentication'> {
  /** Runs what asks a person, with the time limit stopped. */
  readonly whileAsking: <T>(work: () => Promise<T>) => Promise<T>
  /** Ends the connection at once, from within an attempt. */
  readonly giveUp: (failure: Failure) => void
  readonly log: NonNullable<ConnectOptions['log']>
}

/** One request to the server, and what it is called for people. */
export interface Attempt {
  readonly method: AuthenticationMethod['type']
  readonly request: AnyAuthMethod
}

export interface LogIn {
  readonly attempts: AsyncGenerator<Attempt, never, Reply>
  /** The failure where the server ends the log-in by itself. */
  readonly refused: () => Failure
}

/** ssh's NumberOfPasswordPrompts. */
const passwordTries = 3
/** SECURITY: a hostile server can ask for ever (87,004 requests in 4 s were seen); no real one asks this often. */
const maxChallenges = 24
const agentTimeoutMs = 10_000

/** The name of each method in the protocol. */
const protocolNames: Readonly<Record<AuthenticationMethod['type'], string>> = {
  agent: 'publickey',
  key: 'publickey',
  'keyboard-interactive': 'keyboard-interactive',
  password: 'password',
}

/**
 * The attempts to log in, in the order of `options.authentication`: each `next(reply)` gets the server's answer to the attempt before
 * and gives the next one; the generator is left where it stands when the server lets us in. Throws FailureError when nothing is left.
 *
 * SECURITY: ssh2's own order sends the password before it tries a key; here nothing is sent that the account does not name, and in its
 * order. A person is asked only where the server is known to take the answer, so that a password never goes to a server that wants a
 * key; where that is not known yet, "none" (RFC 4252 section 5.2) asks for the list. A login that begins with a key or an agent does
 * without that round trip.
 */
// eslint-disable-next-line max-lines-per-function -- the state of one log-in, shared by one function for each method
export const logInAttempts = (options: LogInOptions): LogIn => {
  const { user, host, log, whileAsking } = options
  const tried = new Set<string>()
  let accepted: readonly string[] | undefined
  let challenges = 0
  /** The first reason of our own why a method could not be tried, told where the server refused nothing. */
  let obstacle: Failure | undefined

  const accepts = (type: AuthenticationMethod['type']): boolean => accepted?.includes(protocolNames[type]) ?? true
  const refused = (): Failure => ({
    code: 'login-refused',
    host,
    user,
    tried: [...tried].join(', '),
    accepted: (accepted ?? []).join(', '),
  })

  /** Gives one attempt and takes in the answer. True where the server wants one more method after this one succeeded. */
  async function* attempt(method: Attempt['method'], request: AnyAuthMethod): AsyncGenerator<Attempt, boolean, Reply> {
    if (request.type !== 'none') tried.add(method)
    const reply = yield { method, request }
    // ssh2 does not pass on what the server answered to an agent's key; the list it gives then is that of an attempt before.
    accepted = request.type === 'agent' ? undefined : reply.accepted
    return request.type !== 'agent' && request.type !== 'none' && reply.partial
  }

  /** Learns what the server takes before a person is asked for it. */
  async function* askServerFirst(method: Attempt['method']): AsyncGenerator<Attempt, void, Reply> {
    if (accepted === undefined) yield* attempt(method, { type: 'none', username: user })
  }

  async function* byAgent(method: MethodOf<'agent'>, position: number): AsyncGenerator<Attempt, boolean, Reply> {
    const keys = await readAgentKeys(method.address, agentTimeoutMs).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error)
      obstacle ??= { code: 'agent-unreachable', address: method.address, reason }
      log('warn', `the agent at ${method.address} could not be reached: ${reason}`)
      return []
    })
    const ownKey = options.authentication.find((other) => other.type === 'key')?.publicKey
    const methodsAfter = options.authentication.length - position - 1
    for (const key of chooseAgentKeys(keys, { ownKey, methodsAfter })) {
      log('info', `offering the agent's key ${key.comment}`)
      if (yield* attempt('agent', { type: 'agent', username: user, agent: key.agent })) return true
    }
    return false
  }

  async function* byKey(method: MethodOf<'key'>): AsyncGenerator<Attempt, boolean, Reply> {
    const key = await whileAsking(method.unlock).then(
      (privateKey) => parsePrivateKey(privateKey, method.name),
      (error: unknown) => {
        if (!(error instanceof FailureError)) throw error
        return error.failure
      },
    )
    if ('code' in key) {
      obstacle ??= key
      log('warn', `the key ${method.name} cannot be used: ${key.code}`)
      return false
    }
    log('info', `offering the key ${method.name}`)
    return yield* attempt('key', { type: 'publickey', username: user, key })
  }

  async function* byPassword(method: MethodOf<'password'>): AsyncGenerator<Attempt, boolean, Reply> {
    yield* askServerFirst('password')
    let previous: Failure | undefined
    for (let tries = 0; tries < passwordTries && accepts('password'); tries += 1) {
      const password = await whileAsking(async () => await method.password(previous))
      if (password === undefined) {
        obstacle ??= { code: 'secret-needed', what: `password of ${user}@${host}` }
        return false
      }
      if (yield* attempt('password', { type: 'password', username: user, password })) return true
      previous = refused()
      log('warn', 'the server refused the password')
    }
    return false
  }

  async function* byChallenge(method: MethodOf<'keyboard-interactive'>): AsyncGenerator<Attempt, boolean, Reply> {
    yield* askServerFirst('keyboard-interactive')
    for (let tries = 0; tries < passwordTries && accepts('keyboard-interactive'); tries += 1) {
      let declined = false
      const prompt: PromptHandler = (name, instructions, _language, prompts, finish) => {
        challenges += 1
        const challenge = challengeOf(name, instructions, prompts)
        if (challenges > maxChallenges || challenge === undefined) {
          options.giveUp({ code: 'server-misbehaved', host, what: 'asks questions without end' })
          return
        }
        whileAsking(async () => await method.answer(challenge)).then(
          (answers) => {
            declined ||= answers === undefined
            // An empty answer is how this method is left for the next: RFC 4256 has no other word that every server takes.
            finish(prompts.map((_, index) => answers?.[index] ?? ''))
          },
          (error: unknown) => {
            options.giveUp(
              error instanceof FailureError ? error.failure : { code: 'secret-needed', what: `answers for ${user}@${host}` },
            )
          },
        )
      }
      const partial = yield* attempt('keyboard-interactive', { type: 'keyboard-interactive', username: user, prompt })
      if (partial) return true
      if (declined) {
        obstacle ??= { code: 'secret-needed', what: `answers for ${user}@${host}` }
        tried.delete('keyboard-interactive')
        return false
      }
      log('warn', 'the server refused the answers')
    }
    return false
  }

  async function* all(): AsyncGenerator<Attempt, never, Reply> {
    let remaining = options.authentication
    for (let partial = true; partial;) {
      partial = false
      for (const method of remaining) {
        if (!accepts(method.type)) continue
        partial = yield* by(method, options.authentication.indexOf(method))
        if (!partial) continue
        // RFC 4252 section 5.1: this one counted, the server wants another as well, perhaps one that stood before it.
        log('info', `the server took the ${method.type} and wants more: ${(accepted ?? []).join(', ')}`)
        remaining = remaining.filter((other) => other !== method)
        break
      }
    }
    throw new FailureError(tried.size > 0 ? refused() : (obstacle ?? refused()))
  }

  const by = (method: AuthenticationMethod, position: number): AsyncGenerator<Attempt, boolean, Reply> => {
    switch (method.type) {
      case 'agent':
        return byAgent(method, position)
      case 'key':
        return byKey(method)
      case 'keyboard-interactive':
        return byChallenge(method)
      case 'password':
        return byPassword(method)
    }
  }

  return { attempts: all(), refused }
}

type MethodOf<Type extends AuthenticationMethod['type']> = Extract<AuthenticationMethod, { type: Type }>
type PromptHandler = Extract<AnyAuthMethod, { type: 'keyboard-interactive' }>['prompt']

const parsePrivateKey = (privateKey: Uint8Array, name: string): ParsedKey | Failure => {
  const unreadable = (reason: string): Failure => ({ code: 'key-unreadable', file: name, reason })
  try {
    const key = ssh2.utils.parseKey(Buffer.from(privateKey))
    if (key instanceof Error) return unreadable(key.message)
    return key.isPrivateKey() ? key : unreadable('it is a public key')
  } catch (error) {
    // ssh2 throws on some malformed keys instead of giving the error.
    return unreadable(error instanceof Error ? error.message : String(error))
  }
}
