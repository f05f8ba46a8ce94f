import type { AnyAuthMethod } from 'ssh2'
import type { Failure } from '../../../contract/failure.ts'
import type { AuthenticationMethod, ConnectOptions } from '../connection.ts'

export type MethodName = AuthenticationMethod['type']
export type MethodOf<Name extends MethodName> = Extract<AuthenticationMethod, { type: Name }>

/** One request to the server, and what it is called for people. */
export interface Attempt {
  readonly method: MethodName
  readonly request: AnyAuthMethod
}

/** How the server took an attempt. `accepted` is undefined where it did not say which methods it takes (RFC 4252 section 5.1). */
export interface UserauthReply {
  readonly accepted: readonly string[] | undefined
  readonly partial: boolean
}

/** Gives attempts, takes their replies, and ends with whether a method counted while the server wants one more. */
export type Attempts<Result = boolean> = Generator<Attempt, Result, UserauthReply>

/** The same where something must be waited for between two attempts. */
export type AsyncAttempts<Result = boolean> = AsyncGenerator<Attempt, Result, UserauthReply>

export interface UserauthOptions extends Pick<ConnectOptions, 'host' | 'user' | 'authentication'> {
  /** Runs what asks a person, with the time limit stopped. */
  readonly whileAsking: <T>(work: () => Promise<T>) => Promise<T>
  /** What the server said about the log-in, in its words: why it disconnects, or its banners. */
  readonly said: () => string | undefined
  /** Ends the connection at once, from within an attempt. */
  readonly giveUp: (failure: Failure) => void
  readonly log: NonNullable<ConnectOptions['log']>
}

/** What one log-in has learnt so far. */
export interface LogInProgress {
  readonly options: UserauthOptions
  readonly tried: Set<MethodName>
  /** The methods that the server says it takes; undefined while it has not said. */
  accepted: readonly string[] | undefined
  /** All methods that the server ever said it takes; sshd leaves one out once it has failed too often. */
  readonly offered: Set<string>
  /** The first reason of our own why a method could not be tried, told where the server refused nothing. */
  obstacle: Failure | undefined
  /** How many requests for answers the server has sent. */
  questions: number
  /** The methods that counted while the server wants one more (RFC 4252 section 5.1). */
  readonly done: Set<MethodName>
  /** Whether a method was refused since the last one that counted. */
  isRefused: boolean
  /** A secret of the person was sent, and the server has not answered it. */
  isSecretSent: boolean
  /** A person has a question before them. */
  isAsking: boolean
  /** What the server says without a question: that it waits for an approval on another device, say. Undefined once it has answered. */
  notice: string | undefined
  /** Takes such a notice while an attempt by keyboard-interactive runs. */
  onNotice: ((title: string, instructions: string) => void) | undefined
  /** Withdraws the notice that is shown. */
  withdrawNotice: (() => void) | undefined
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

/** Gives one attempt and takes in the reply. */
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
 * Learns what the server takes before a person is asked for it ("none", RFC 4252 section 5.2).
 *
 * SECURITY: so that nobody types a password for a server that takes keys alone.
 */
export function* askServerFirst(progress: LogInProgress, method: MethodName): Attempts<void> {
  if (progress.accepted === undefined) yield* attempt(progress, method, { type: 'none', username: progress.options.user })
}
