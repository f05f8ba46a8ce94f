import type { Duplex } from 'node:stream'
import type { Client, NegotiatedAlgorithms, NextAuthHandler } from 'ssh2'
import { accelerate } from './ssh2/accelerate.ts'
import { offeredAlgorithms } from './transport/algorithms.ts'
import { connectionFailure, isTooManyAttempts } from './transport/connection-failure.ts'
import type { ConnectOptions, HandshakeFacts } from './connection.ts'
import type { Deadline } from './transport/deadline.ts'
import { createHostKeyCheck } from './transport/host-key.ts'
import { ourSoftware } from './transport/identification.ts'
import { connectionLost } from './transport/connection-end.ts'
import type { ConnectionEnd } from './transport/connection-end.ts'
import type { MethodName } from './userauth/log-in-attempt.ts'
import { limitLogIn } from './userauth/log-in-limits.ts'
import { createUserauth } from './userauth/log-in.ts'
import type { Userauth } from './userauth/log-in.ts'
import { watchServerOffer } from './transport/server-offer.ts'

export interface HandshakeContext {
  readonly options: ConnectOptions
  readonly serverSoftware: string
  readonly deadline: Deadline
  readonly signal: AbortSignal
}

/**
 * Key exchange, host key and log-in on a stream whose next bytes are the server's identification line. Rejects with the cause of `end`,
 * which also takes what ends the connection later. ssh2's own time limit and judgement of keepalives are off, since neither knows of
 * people or of slow links.
 */
export const performHandshake = async (
  client: Client,
  stream: Duplex,
  end: ConnectionEnd,
  context: HandshakeContext,
): Promise<HandshakeFacts> => {
  const { options, deadline, signal } = context
  const { host, port, user, authentication, log = () => undefined } = options
  signal.throwIfAborted()

  const hostKey = createHostKeyCheck({ host, port }, options.judgeHostKey)
  const serverOffer = watchServerOffer(stream)
  const logIn = createUserauth({ host, user, authentication, whileAsking: deadline.whilePaused, giveUp: end.fail, log })
  let attempted: MethodName | undefined

  client.on('error', (error) => {
    const refusal = hostKey.refusal()
    if (error.level === 'agent' || error.level === 'client-authentication')
      log('warn', { name: 'log-in-error', said: error.message })
    else if (refusal instanceof Error) end.finish(refusal)
    else if (refusal !== undefined) end.fail(refusal)
    else if (isTooManyAttempts(error)) end.finish(logIn.cutShort())
    else end.fail(connectionFailure(error, { host, offer: serverOffer() }))
  })
  // A server that is killed says nothing, and no error comes.
  const onGone = (): void => end.fail(connectionLost(host, 'server-closed'))
  client.on('end', onGone).on('close', onGone)
  // The password is right and too old (RFC 4252 section 8); a new one is set elsewhere.
  client.on('change password', () => end.fail(logIn.refused()))

  const onAbort = (): void => end.finish(signal.reason as Error)
  signal.addEventListener('abort', onAbort, { once: true })
  const liftLimits = limitLogIn(client, { stream, host, log, giveUp: end.fail })
  const ready = readiness(client, end, deadline)
  client.connect({
    sock: stream,
    ident: ourSoftware,
    username: user,
    algorithms: offeredAlgorithms(options),
    hostVerifier: (blob: Buffer, answer: (trusted: boolean) => void): void => hostKey.verify(blob, answer),
    readyTimeout: 0,
    keepaliveInterval: options.keepaliveMs,
    keepaliveCountMax: Infinity,
    authHandler: attemptHandler({
      logIn,
      end,
      isTrusted: () => hostKey.presented() !== undefined && hostKey.refusal() === undefined,
      onAttempt: (method) => {
        attempted = method
      },
    }),
  })
  accelerate(client)

  const negotiated = await ready.finally(() => {
    signal.removeEventListener('abort', onAbort)
    liftLimits()
  })
  const presented = hostKey.presented()
  if (presented === undefined || attempted === undefined) throw new Error('logged in without a host key or an attempt')
  return {
    hostKey: presented,
    serverSoftware: context.serverSoftware,
    keyExchange: negotiated.kex,
    cipher: negotiated.cs.cipher,
    compression: negotiated.cs.compress,
    authenticatedBy: attempted,
  }
}

/** Resolves when the server has let us in. The log-in has the whole time limit for itself. */
const readiness = async (client: Client, end: ConnectionEnd, deadline: Deadline): Promise<NegotiatedAlgorithms> =>
  await new Promise((resolve, reject) => {
    client.once('handshake', (negotiated) => {
      deadline.restart()
      client.once('ready', () => resolve(negotiated))
    })
    void end.closed.then(() => reject(end.cause() ?? new Error('the connection ended without a cause')))
  })

/**
 * ssh2 calls this for each attempt, with what the server answered to the one before; nulls before the first.
 *
 * SECURITY: ssh2 goes on with the packets that a refused server sent along with its key, and one of them begins the log-in. Nothing is
 * asked of the person, and no key is opened, for a server whose key was not trusted.
 */
const attemptHandler =
  ({
    logIn,
    end,
    isTrusted,
    onAttempt,
  }: {
    readonly logIn: Userauth
    readonly end: ConnectionEnd
    readonly isTrusted: () => boolean
    readonly onAttempt: (method: MethodName) => void
  }) =>
  (accepted: readonly string[] | null, partial: boolean | null, next: NextAuthHandler): void => {
    if (!isTrusted()) return
    logIn.attempts
      .next({ accepted: accepted ?? undefined, partial: partial === true })
      .then(({ value }) => {
        if (end.cause() !== undefined) return
        onAttempt(value.method)
        next(value.request)
      })
      .catch((error: unknown) => end.finish(error instanceof Error ? error : new Error(String(error))))
  }
