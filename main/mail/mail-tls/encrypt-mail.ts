import { isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls'
import { FailureError, failureOf, type Failure } from '../../../contract/failure.ts'
import { boundedPrintableLine } from '../../ssh/printable.ts'
import { linesOf, NoMoreLines } from './channel-lines.ts'
import { createLogInFilter } from './log-in-filter.ts'
import { mailStream } from './mail-stream.ts'
import type { EncryptMail, MailTlsOptions } from './mail-tls.ts'
import { seenCertificate } from './seen-certificate.ts'
import { startTls, StartTlsRefused, type Refusal } from './start-tls.ts'
import { tlsFault, watchAnswer } from './tls-fault.ts'

/** Characters of a server's line that are shown; RFC 5321 and RFC 1939 allow 512 at most. */
const shownCharacters = 512
/** Bytes of the mail client that wait in TLS before it is paused. The option is newer than its type. */
const buffer = { highWaterMark: 256 * 1024 }

/** See `EncryptMail`. */
export const encryptMail: EncryptMail = async (channel, options) => {
  options.signal?.throwIfAborted()
  // A close follows each error and is handled.
  channel.on('error', () => undefined)
  const answer = watchAnswer(channel)
  const { stopped, release } = untilStopped(options, () => answer.received() > 0)
  let tls: TLSSocket | undefined
  try {
    const greetingBefore =
      options.mode === 'starttls' ? await Promise.race([stopped, startTls(linesOf(channel), options.protocol)]) : undefined
    answer.begin()
    tls = startHandshake(channel, options)
    await Promise.race([stopped, untilSecure(tls)])
    judge(tls, options)
    // Each of the protocols begins with the server. With TLS 1.3 its refusal of a client without a certificate comes first.
    const greeting =
      greetingBefore === undefined ? await Promise.race([stopped, firstBytes(tls)]) : Buffer.from(greetingBefore, 'latin1')
    return mailStream(tls, {
      channel,
      greeting,
      filter: createLogInFilter(options.protocol),
      failureOf: (error) => lateFailure(error, options),
    })
  } catch (error) {
    tls?.destroy()
    channel.destroy()
    throw asFailure(error, options, answer)
  } finally {
    release()
    answer.release()
  }
}

/** Rejects at the deadline and when the caller gives up. */
const untilStopped = (
  { destination, signal, timeoutMs }: MailTlsOptions,
  hasAnswered: () => boolean,
): { readonly stopped: Promise<never>; readonly release: () => void } => {
  const seconds = timeoutMs / 1000
  let release = (): void => undefined
  const stopped = new Promise<never>((_resolve, reject) => {
    const timer = setTimeout(() => {
      const failure: Failure = hasAnswered()
        ? { code: 'mail-tls-failed', destination, reason: 'too-slow', seconds }
        : { code: 'mail-server-silent', destination, seconds }
      reject(new FailureError(failure))
    }, timeoutMs)
    const onAbort = (): void => reject(signal?.reason as Error)
    signal?.addEventListener('abort', onAbort, { once: true })
    release = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    }
  })
  stopped.catch(() => undefined)
  return { stopped, release }
}

const contexts = new WeakMap<readonly string[], SecureContext>()
const nodesOwn: readonly string[] = []

/** One for each list of authorities: to read some hundreds of certificates takes many times as long as a handshake. */
const contextFor = (roots: readonly string[] | undefined): SecureContext => {
  const known = contexts.get(roots ?? nodesOwn)
  if (known !== undefined) return known
  const context = createSecureContext({ minVersion: 'TLSv1.2', ...(roots === undefined ? {} : { ca: [...roots] }) })
  contexts.set(roots ?? nodesOwn, context)
  return context
}

const startHandshake = (channel: Duplex, { name, roots }: MailTlsOptions): TLSSocket => {
  const tls = connect({
    socket: channel,
    secureContext: contextFor(roots),
    ...buffer,
    // SECURITY: the handshake is finished with any certificate, so that a bad one can be shown. `judge` decides before a byte of mail is sent.
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
    // An IP address must not be sent as a server name (RFC 6066 section 3).
    ...(isIP(name) === 0 ? { servername: name } : {}),
  })
  return tls.on('error', () => undefined)
}

/** Waits for `event` of `tls`. Rejects with its error, or with NoMoreLines if it ends or closes first. */
const awaitEvent = <Value>(tls: TLSSocket, event: string): Promise<Value> =>
  new Promise((resolve, reject) => {
    const onClose = (): void => reject(new NoMoreLines('closed'))
    tls.once('error', reject).once('end', onClose).once('close', onClose)
    tls.once(event, (value: Value) => {
      tls.off('error', reject).off('end', onClose).off('close', onClose)
      resolve(value)
    })
  })

const untilSecure = async (tls: TLSSocket): Promise<void> => await awaitEvent(tls, 'secureConnect')

const firstBytes = async (tls: TLSSocket): Promise<Buffer> => {
  const greeting = awaitEvent<Buffer>(tls, 'data')
  tls.once('data', () => tls.pause())
  return await greeting
}

const judge = (tls: TLSSocket, options: MailTlsOptions): void => {
  const seen = seenCertificate(tls, { name: options.name, roots: options.roots })
  if (seen === undefined)
    throw new FailureError({ code: 'mail-tls-failed', destination: options.destination, reason: 'handshake-failed' })
  const failure = options.judge(seen)
  if (failure !== undefined) throw new FailureError(failure)
}

const shown = (said: string): string => boundedPrintableLine(Buffer.from(said, 'latin1').toString('utf8'), shownCharacters)

const failureOfRefusal = ({ refusal, said }: Refusal, { destination, protocol }: MailTlsOptions): Failure => {
  const words = said === undefined ? {} : { said: shown(said) }
  if (refusal === 'unwelcome') return { code: 'mail-server-refused', destination, reason: refusal, ...words }
  if (refusal === 'greeting-unexpected') return { code: refusal, destination, expected: protocol, ...words }
  return { code: 'mail-tls-failed', destination, reason: refusal, ...words }
}

/** The error of an attempt as a failure; a fault of the program, and what the caller's signal says, stay as they are. */
const asFailure = (error: unknown, options: MailTlsOptions, answer: ReturnType<typeof watchAnswer>): unknown => {
  const { destination, protocol } = options
  if (failureOf(error) !== undefined || options.signal?.aborted === true || !(error instanceof Error)) return error
  if (error instanceof StartTlsRefused) return new FailureError(failureOfRefusal(error.refusal, options))
  if (error instanceof NoMoreLines && error.end === 'too-long')
    return new FailureError({ code: 'greeting-unexpected', destination, expected: protocol })
  // A fault of the program has no code.
  if (!(error instanceof NoMoreLines) && (error as NodeJS.ErrnoException).code === undefined) return error
  if (answer.received() === 0)
    return new FailureError({ code: 'mail-server-refused', destination, reason: 'closed-without-greeting' }, { cause: error })
  const { reason, said } = tlsFault(error, answer.first())
  return new FailureError(failureOfRefusal({ refusal: reason, ...(said === undefined ? {} : { said }) }, options), { cause: error })
}

/** A refusal that comes after the handshake, at the first read of the mail client. */
const lateFailure = (error: NodeJS.ErrnoException, options: MailTlsOptions): Failure | undefined =>
  error.code?.startsWith('ERR_SSL_') === true
    ? { code: 'mail-tls-failed', destination: options.destination, reason: tlsFault(error, '\x16').reason }
    : undefined
