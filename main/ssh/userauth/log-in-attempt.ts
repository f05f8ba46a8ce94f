import type { AnyAuthMethod } from 'ssh2'
import type { Failure } from '../../../contract/failure.ts'
import type { AuthenticationMethod, ConnectOptions } from '../connection.ts'

export type MethodName = AuthenticationMethod['type']
export type MethodOf<Name extends MethodName> = Extract<AuthenticationMethod, { type: Name }>

/** One request to the server, and the name of its method. */
export interface Attempt {
  readonly method: MethodName
  readonly request: AnyAuthMethod
}

/** The server's reply to an attempt. `accepted` is undefined if it did not list its methods (RFC 4252 section 5.1). */
export interface UserauthReply {
  readonly accepted: readonly string[] | undefined
  readonly partial: boolean
}

/** Yields attempts and receives their replies. Returns true after a partial success: the method counted, and the server wants another one. */
export type Attempts<Result = boolean> = Generator<Attempt, Result, UserauthReply>

/** The same with asynchronous work between two attempts. */
export type AsyncAttempts<Result = boolean> = AsyncGenerator<Attempt, Result, UserauthReply>

export interface UserauthOptions extends Pick<ConnectOptions, 'host' | 'user' | 'authentication'> {
  /** Runs a question to a person, with the time limit stopped. */
  readonly whileAsking: <T>(work: () => Promise<T>) => Promise<T>
  /** The server's words about the log-in: the reason of its disconnect, or its banners. */
  readonly said: () => string | undefined
  /** Ends the connection at once, from within an attempt. */
  readonly giveUp: (failure: Failure) => void
  readonly log: NonNullable<ConnectOptions['log']>
}

/** The state of one log-in. */
export interface LogInProgress {
  readonly options: UserauthOptions
  readonly tried: Set<MethodName>
  /** The server's list of the methods that can continue; undefined before it has sent one. */
  accepted: readonly string[] | undefined
  /** All methods that the server has ever listed; sshd omits one once it has failed too often. */
  readonly offered: Set<string>
  /** The first reason on Postern's side why a method could not be tried. Reported if the server refused nothing. */
  obstacle: Failure | undefined
  /** How many requests for answers the server has sent. */
  questions: number
  /** The methods of partial successes (RFC 4252 section 5.1). */
  readonly done: Set<MethodName>
  /** Whether a method was refused since the last partial success. */
  isRefused: boolean
  /** A secret of the person was sent, and the server has not answered it. */
  isSecretSent: boolean
  /** Whether a person has a question before them. */
  isAsking: boolean
  /** The server's notice without a question, such as that it waits for an approval on another device. Undefined once it has answered. */
  notice: string | undefined
  /** Shows such a notice, while an attempt by keyboard-interactive runs. */
  onNotice: ((title: string, instructions: string) => void) | undefined
  /** Withdraws the notice that is shown. */
  withdrawNotice: (() => void) | undefined
  /** The keys of the agent that were offered, and those that were not yet. */
  agentKeys: { readonly keysOffered: number; readonly keysLeft: number }
  /** Drops the private key that was offered last. */
  releaseKey: (() => void) | undefined
}

/** The name of each method in the protocol (RFC 4252, RFC 4256). */
export const protocolNames: Readonly<Record<MethodName, string>> = {
  agent: 'publickey',
  key: 'publickey',
  'keyboard-interactive': 'keyboard-interactive',
  password: 'password',
}

export const mayAccept = ({ accepted }: LogInProgress, method: MethodName): boolean =>
  accepted?.includes(protocolNames[method]) ?? true

export const refusal = ({ options, tried, offered, notice }: LogInProgress): Failure => ({
  code: 'login-refused',
  host: options.host,
  user: options.user,
  tried: [...tried],
  accepted: [...offered],
  said: options.said() ?? notice,
})

/** Yields one attempt and records the reply. */
export function* attempt(progress: LogInProgress, method: MethodName, request: AnyAuthMethod): Attempts {
  if (request.type !== 'none') progress.tried.add(method)
  if (request.type === 'password') progress.isSecretSent = true
  const reply = yield { method, request }
  progress.isSecretSent = false
  progress.accepted = reply.accepted
  for (const name of progress.accepted ?? []) progress.offered.add(name)
  if (request.type === 'none') return false
  progress.isRefused = !reply.partial
  if (reply.partial) progress.done.add(method)
  return reply.partial
}

/**
 * Asks the server for its methods before a person is asked for a secret ("none", RFC 4252 section 5.2).
 *
 * SECURITY: so that nobody types a password for a server that accepts only keys.
 */
export function* askServerFirst(progress: LogInProgress, method: MethodName): Attempts<void> {
  if (progress.accepted === undefined) yield* attempt(progress, method, { type: 'none', username: progress.options.user })
}
