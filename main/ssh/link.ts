import { Duplex } from 'node:stream'
import ssh2 from 'ssh2'
import type { NegotiatedAlgorithms } from 'ssh2'
import { FailureError, failureOf } from '../../contract/failure.ts'
import type { Failure } from '../../contract/failure.ts'
import { accelerate } from './accelerate.ts'
import { offeredAlgorithms } from './algorithms.ts'
import { connectionFailure, isTooManyAttempts } from './connection-failure.ts'
import type { Channel, ConnectOptions, Connection, HandshakeFacts } from './connection.ts'
import type { Deadline } from './deadline.ts'
import { execute } from './execute.ts'
import { createHostKeyCheck } from './host-key.ts'
import { ourSoftware } from './identification.ts'
import { countLink } from './link-counters.ts'
import { watchLiveness } from './liveness.ts'
import { createLogIn } from './log-in.ts'
import type { MethodName } from './log-in-attempt.ts'
import { limitLogIn } from './log-in-limits.ts'
import { openChannel } from './open-channel.ts'
import { watchServerOffer } from './server-offer.ts'

export interface LinkContext {
  readonly options: ConnectOptions
  readonly serverSoftware: string
  readonly deadline: Deadline
  readonly signal: AbortSignal
}

/** How long the last packets may take to leave before the socket is cut. */
const goodbyeMs = 2000

/**
 * Makes a connection out of a stream on which the server's identification line waits: key exchange, host key, log-in. ssh2's own time
 * limit and judgement of keepalives are off, since neither knows of people or of slow links. Rejects with FailureError.
 */
export const openLink = async (stream: Duplex, context: LinkContext): Promise<Connection> => {
  const { options, deadline, signal } = context
  const { host, port, user, log = () => undefined } = options
  const client = new ssh2.Client()
  const hostKey = createHostKeyCheck({ host, port }, options.judgeHostKey)
  const serverOffer = watchServerOffer(stream)
  const counters = countLink(stream)
  const channels = new Set<Duplex>()

  let ended: { readonly cause: Error } | undefined
  let resolveClosed: (failure: Failure | undefined) => void = () => undefined
  const closed = new Promise<Failure | undefined>((resolve) => {
    resolveClosed = resolve
  })
  /** The one end of a connection, whatever brings it. */
  const finish = (cause: Error, asked = false): void => {
    if (ended !== undefined) return
    ended = { cause }
    // Before the socket goes: ssh2 would let its channels end as if the mail server had said all it had to say.
    for (const channel of channels) Duplex.prototype.destroy.call(channel, cause)
    resolveClosed(asked ? undefined : (failureOf(cause) ?? { code: 'server-misbehaved', host, what: cause.message }))
    if (!asked) stream.destroy()
  }
  const fail = (failure: Failure): void => finish(new FailureError(failure))
  const misbehaved = (what: string): void => fail({ code: 'server-misbehaved', host, what })
  const lost = (reason: string): Failure => ({ code: 'connection-lost', host, reason })

  const logIn = createLogIn({
    host,
    user,
    authentication: options.authentication,
    whileAsking: deadline.whilePaused,
    giveUp: fail,
    log,
  })
  let attempted: MethodName | undefined
  client.on('error', (error) => {
    const refusal = hostKey.refusal()
    if (error.level === 'agent' || error.level === 'client-authentication') log('warn', error.message)
    else if (refusal instanceof Error) finish(refusal)
    else if (refusal !== undefined) fail(refusal)
    else if (isTooManyAttempts(error)) finish(logIn.cutShort())
    else fail(connectionFailure(error, { host, offer: serverOffer() }))
  })
  // A server that is killed says nothing, and no error comes.
  client.on('end', () => fail(lost('the server closed the connection')))
  client.on('close', () => fail(lost('the server closed the connection')))
  // The password is right and too old (RFC 4252 section 8); a new one is set elsewhere.
  client.on('change password', () => fail(logIn.refused()))

  const onAbort = (): void => finish(signal.reason as Error)
  signal.addEventListener('abort', onAbort, { once: true })
  const stopLimits = limitLogIn(client, { stream, host, log, giveUp: fail })

  const ready = new Promise<NegotiatedAlgorithms>((resolve, reject) => {
    let negotiated: NegotiatedAlgorithms | undefined
    client.once('handshake', (algorithms) => {
      negotiated = algorithms
      deadline.restart()
    })
    client.once('ready', () => {
      if (negotiated !== undefined) resolve(negotiated)
    })
    void closed.then(() => reject(ended?.cause ?? new Error('the connection ended')))
  })

  if (signal.aborted) onAbort()
  else {
    client.connect({
      sock: stream,
      ident: ourSoftware,
      username: user,
      algorithms: offeredAlgorithms(options),
      hostVerifier: (blob: Buffer, answer: (trusted: boolean) => void): void => hostKey.verify(blob, answer),
      readyTimeout: 0,
      keepaliveInterval: options.keepaliveMs,
      keepaliveCountMax: Infinity,
      authHandler: (accepted: readonly string[] | null, partial: boolean | null, next) => {
        logIn.attempts.next({ accepted: accepted ?? undefined, partial: partial === true }).then(
          ({ value }) => {
            if (ended !== undefined) return
            attempted = value.method
            next(value.request)
          },
          (error: unknown) => finish(error instanceof Error ? error : new Error(String(error))),
        )
      },
    })
    accelerate(client)
  }
  const negotiated = await ready.finally(() => {
    signal.removeEventListener('abort', onAbort)
    stopLimits()
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
  const stopWatching = watchLiveness(counters, options, (silentMs) => {
    fail({ code: 'peer-silent', host, seconds: Math.round(silentMs / 1000) })
  })
  void closed.then(stopWatching)
  const lostNow = (): Failure | undefined => failureOf(ended?.cause)

  return {
    facts,
    openChannel: async (destination, channelOptions): Promise<Channel> => {
      const channel = await openChannel({ client, host, lost: lostNow, closed, misbehaved }, destination, channelOptions)
      channels.add(channel)
      channel.once('close', () => channels.delete(channel))
      return channel
    },
    execute: async (command, executeOptions) => await execute({ client, host, closed }, command, executeOptions),
    closed,
    end: async () => {
      const gone = new Promise<void>((resolve) => stream.once('close', resolve))
      finish(new FailureError(lost('the connection was closed')), true)
      if (stream.destroyed) return
      client.end()
      const timer = setTimeout(() => stream.destroy(), goodbyeMs)
      await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, goodbyeMs + 100))])
      clearTimeout(timer)
    },
  }
}
