import type { Duplex } from 'node:stream'
import type { Client, NegotiatedAlgorithms, NextAuthHandler } from 'ssh2'
import { FailureError } from '../../contract/failure.ts'
import type { Failure } from '../../contract/failure.ts'
import { accelerate } from './ssh2/accelerate.ts'
import { offeredAlgorithms } from './transport/algorithms.ts'
import { connectionFailure, isHangUp, isTooManyAttempts } from './transport/connection-failure.ts'
import type { ConnectOptions, HandshakeFacts } from './connection.ts'
import type { Deadline } from './transport/deadline.ts'
import { createHostKeyCheck } from './transport/host-key.ts'
import { refusedHostKey } from './transport/pinned-host-key.ts'
import { ourSoftware } from './transport/identification.ts'
import { connectionLost } from './transport/connection-end.ts'
import type { ConnectionEnd } from './transport/connection-end.ts'
import { boundedPrintableLine } from './printable.ts'
import { guardInbound } from './ssh2/inbound-guard.ts'
import type { InboundGuard } from './ssh2/inbound-guard.ts'
import { signWhole, signWithSha2 } from './ssh2/userauth-internals.ts'
import { watchServerWords } from './ssh2/server-words.ts'
import type { MethodName, UserauthReply } from './userauth/log-in-attempt.ts'
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

export interface PerformedHandshake {
  readonly facts: HandshakeFacts
  readonly inbound: InboundGuard
}

/**
 * Key exchange, host key and log-in on a stream whose next bytes are the server's identification line. Rejects with the cause of `end`,
 * which also records a later end of the connection. ssh2's own time limit and its judgement of keepalives are off, because they allow
 * neither for people nor for slow networks.
 */
export const performHandshake = async (
  client: Client,
  stream: Duplex,
  end: ConnectionEnd,
  context: HandshakeContext,
): Promise<PerformedHandshake> => {
  const { options, deadline, signal } = context
  const { host, port, user, authentication, log = () => undefined } = options
  signal.throwIfAborted()

  const hostKey = createHostKeyCheck({ host, port }, options.judgeHostKey)
  const serverOffer = watchServerOffer(stream)
  const banners: string[] = []
  let lastWords: string | undefined
  const said = (): string | undefined => boundedSaid([lastWords, ...banners])
  const logIn = createUserauth({ host, user, authentication, whileAsking: deadline.whilePaused, said, giveUp: end.fail, log })
  let attempted: MethodName | undefined
  let isLoggedIn = false
  // The reply to the running attempt.
  let reply: UserauthReply | undefined
  const endedByServer = (): Failure | undefined => (isLoggedIn ? undefined : logIn.endedByServer())

  client.on('error', (error) => {
    const refusal = hostKey.refusal()
    if (error.level === 'agent' || error.level === 'client-authentication')
      log('warn', { name: 'log-in-error', said: error.message })
    else if (refusal instanceof Error) end.finish(refusal)
    else if (refusal !== undefined) end.finish(refusedHostKey(refusal, serverOffer()))
    else if (!isLoggedIn && isTooManyAttempts(error)) end.finish(logIn.cutShort())
    else end.fail((isHangUp(error) ? endedByServer() : undefined) ?? connectionFailure(error, { host, offer: serverOffer() }))
  })
  // A killed server sends nothing, and ssh2 emits no error; nor does it for SSH_MSG_DISCONNECT with reason 11.
  const onGone = (): void => end.fail(endedByServer() ?? endWithoutError(host, lastWords))
  client.on('end', onGone).on('close', onGone)
  // The password is right and has expired (RFC 4252 section 8). A new one is set elsewhere.
  client.on('change password', (request) => end.fail(logIn.expired(request)))

  const onAbort = (): void => end.finish(signal.reason as Error)
  signal.addEventListener('abort', onAbort, { once: true })
  const liftLimits = limitLogIn(client, { stream, host, log, giveUp: end.fail, onBanner: (text) => banners.push(text) })
  const logInSeconds = options.logInTimeoutMs / 1000
  const beginLogIn = (): void => deadline.begin(options.logInTimeoutMs, () => new FailureError(logIn.unanswered(logInSeconds)))
  const ready = readiness(client, end, beginLogIn)
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
      takeReply: (passed) => {
        const seen = reply
        reply = undefined
        return seen ?? passed
      },
      onAttempt: (method) => {
        attempted = method
      },
    }),
  })
  const inbound = guardInbound(client, {
    misbehaved: end.misbehaved,
    isLogInAsked: () => attempted !== undefined,
    keyExchangeMs: options.connectTimeoutMs,
  })
  signWithSha2(client)
  signWhole(client)
  accelerate(client)
  watchServerWords(client, {
    onDisconnect: (description) => {
      lastWords = description
    },
    // After a partial success ssh2 tries an RSA key again with another signature (RFC 4252 section 5.1), and the server refuses that.
    onFailure: (accepted, partial) => {
      reply = { accepted, partial: partial || reply?.partial === true }
    },
    onNotice: logIn.notice,
  })

  const negotiated = await ready.finally(() => {
    isLoggedIn = true
    logIn.end()
    signal.removeEventListener('abort', onAbort)
    liftLimits()
  })
  const presented = hostKey.presented()
  if (presented === undefined || attempted === undefined) throw new Error('logged in without a host key or an attempt')
  const facts: HandshakeFacts = {
    hostKey: presented,
    serverSoftware: context.serverSoftware,
    keyExchange: negotiated.kex,
    cipher: negotiated.cs.cipher,
    compression: negotiated.cs.compress,
    authenticatedBy: attempted,
  }
  return { facts, inbound }
}

const saidLimit = 300
const boundedSaid = (texts: readonly (string | undefined)[]): string | undefined => {
  const text = texts.filter((part) => part !== undefined && part !== '').join(' ')
  return text === '' ? undefined : boundedPrintableLine(text, saidLimit)
}

/** The end of a connection for which ssh2 emits no error. */
const endWithoutError = (host: string, lastWords: string | undefined): Failure =>
  lastWords === undefined
    ? connectionLost(host, 'server-closed')
    : { code: 'connection-lost', host, reason: 'server-ended', said: boundedSaid([lastWords]) }

/** Resolves when the log-in has succeeded; calls `beginLogIn` after the key exchange. */
const readiness = async (client: Client, end: ConnectionEnd, beginLogIn: () => void): Promise<NegotiatedAlgorithms> =>
  await new Promise((resolve, reject) => {
    client.once('handshake', (negotiated) => {
      beginLogIn()
      client.once('ready', () => resolve(negotiated))
    })
    void end.closed.then(() => reject(end.cause() ?? new Error('the connection ended without a cause')))
  })

/**
 * ssh2 calls this for each attempt with the server's answer to the one before, and with nulls for the first.
 *
 * SECURITY: ssh2 goes on with the packets that a refused server sent along with its key, and one of them begins the log-in. Nothing is
 * asked of the person, and no key is opened, for a server whose key was not trusted.
 */
const attemptHandler =
  ({
    logIn,
    end,
    isTrusted,
    takeReply,
    onAttempt,
  }: {
    readonly logIn: Userauth
    readonly end: ConnectionEnd
    readonly isTrusted: () => boolean
    /** Returns and clears the server's reply to the attempt before, which ssh2 does not pass on for a key of an agent. */
    readonly takeReply: (passed: UserauthReply) => UserauthReply
    readonly onAttempt: (method: MethodName) => void
  }) =>
  (accepted: readonly string[] | null, partial: boolean | null, next: NextAuthHandler): void => {
    if (!isTrusted()) return
    logIn.attempts
      .next(takeReply({ accepted: accepted ?? undefined, partial: partial === true }))
      .then(({ value }) => {
        if (end.cause() !== undefined) return
        onAttempt(value.method)
        next(value.request)
      })
      .catch((error: unknown) => end.finish(error instanceof Error ? error : new Error(String(error))))
  }
