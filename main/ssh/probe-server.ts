import ssh2 from 'ssh2'
import type { HostKey } from '../../contract/host-key.ts'
import { offeredAlgorithms, orByEcdsa } from './transport/algorithms.ts'
import { connectionFailure } from './transport/connection-failure.ts'
import { createHostKeyCheck } from './transport/host-key.ts'
import { ourSoftware } from './transport/identification.ts'
import { connectionLost, createConnectionEnd } from './transport/connection-end.ts'
import { limitLogIn } from './userauth/log-in-limits.ts'
import { withTransport, type OpenTransport, type TransportOptions } from './transport/open-transport.ts'
import { sendDisconnect } from './transport/send-disconnect.ts'
import { watchServerOffer } from './transport/server-offer.ts'
import { guardInbound } from './ssh2/inbound-guard.ts'
import { watchSignatureAlgorithms } from './ssh2/userauth-internals.ts'
import { takesEd25519, type TakesEd25519 } from './userauth/takes-ed25519.ts'

export interface ProbeOptions extends TransportOptions {
  /** See `ConnectOptions`. With these types the probe shows the key that a connection would judge. */
  readonly knownKeyTypes: readonly string[]
}

/** The key and software of a server, known before any log-in. */
export interface ProbedServer {
  /** The server has proved that it holds this key. Nobody has judged it. */
  readonly hostKey: HostKey
  readonly software: string
  readonly takesEd25519: TakesEd25519
}

export type ProbeServer = (options: ProbeOptions) => Promise<ProbedServer>

/**
 * Makes a connection as far as the key exchange, and ends it. Rejects with FailureError, or with the reason of `signal`.
 *
 * SECURITY: any host key is accepted here, so that the server proves it by its signature before a person is asked to compare it. That is
 * safe for one reason: nothing of the person goes over this connection, not even the user name, and only the returned values are used of
 * what comes over it.
 */
export const probeServer: ProbeServer = async (options) =>
  await orByEcdsa(options, async (offering) => withTransport(offering, async (server) => introduce(server, offering)))

const introduce = async ({ stream, serverSoftware, signal }: OpenTransport, options: ProbeOptions): Promise<ProbedServer> => {
  signal.throwIfAborted()
  const { host, port, log = () => undefined } = options
  const client = new ssh2.Client()
  const end = createConnectionEnd(stream, host)
  const hostKey = createHostKeyCheck({ host, port }, () => ({ verdict: 'trusted' }))
  const serverOffer = watchServerOffer(stream)
  let isProven = false

  client.on('error', (error) => {
    const refusal = hostKey.refusal()
    if (refusal instanceof Error) end.finish(refusal)
    else end.fail(refusal ?? connectionFailure(error, { host, offer: serverOffer() }))
  })
  const onGone = (): void => end.fail(connectionLost(host, 'server-closed'))
  client.on('end', onGone).on('close', onGone)
  // The signature over the key exchange has been checked by then (RFC 4253 section 8).
  client.once('handshake', () => {
    isProven = true
  })
  const onAbort = (): void => end.finish(signal.reason as Error)
  signal.addEventListener('abort', onAbort, { once: true })
  const liftLimits = limitLogIn(client, { stream, host, log, giveUp: end.fail, onBanner: () => undefined })

  const introduced = new Promise<void>((resolve, reject) => {
    void end.closed.then(() => reject(end.cause() ?? new Error('the connection ended without a cause')))
    client.connect({
      sock: stream,
      ident: ourSoftware,
      // Never sent: the first request with a user name is a request to log in.
      username: 'nobody',
      algorithms: offeredAlgorithms({ knownKeyTypes: options.knownKeyTypes, compression: false }),
      hostVerifier: (blob: Buffer, answer: (trusted: boolean) => void): void => hostKey.verify(blob, answer),
      readyTimeout: 0,
      // Called when the server is ready for a log-in: SSH_MSG_EXT_INFO comes before that (RFC 8308 section 2.4). No log-in follows.
      // SECURITY: a server may send that packet before its key exchange is over.
      authHandler: () => {
        if (isProven) resolve()
      },
    })
  })
  const signatures = watchSignatureAlgorithms(client)
  guardInbound(client, { misbehaved: end.misbehaved, isLogInAsked: () => false, keyExchangeMs: options.connectTimeoutMs })
  await introduced.finally(() => {
    signal.removeEventListener('abort', onAbort)
    liftLimits()
  })
  const presented = hostKey.presented()
  if (presented === undefined) throw new Error('a key exchange without a host key')
  end.finishAsAsked()
  await sendDisconnect(client, stream)
  return {
    hostKey: presented,
    software: serverSoftware,
    takesEd25519: takesEd25519({
      signatureAlgorithms: signatures(),
      hostKeyAlgorithms: serverOffer()?.['host-key'] ?? [],
      software: serverSoftware,
    }),
  }
}
