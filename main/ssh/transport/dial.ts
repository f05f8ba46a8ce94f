import { lookup } from 'node:dns/promises'
import { isIP, Socket } from 'node:net'
import { FailureError } from '../../../contract/failure.ts'
import { connectFailure, lookupFailure } from './network-failure.ts'

export interface DialOptions {
  readonly host: string
  readonly port: number
  readonly signal: AbortSignal
  /** Makes an unconnected socket. The default reads in Node's own way. */
  readonly createSocket?: () => Socket
  /** Resolves a name to addresses in the order to try them; the system's own resolver by default. */
  readonly resolve?: (host: string) => Promise<readonly string[]>
}

/** RFC 8305 section 5 recommends 250 ms between two attempts. */
const attemptDelayMs = 250
/** The number of addresses that are tried. A person would not wait for more. */
const maxAddresses = 16

const resolveBySystem = async (host: string): Promise<readonly string[]> =>
  (await lookup(host, { all: true, order: 'verbatim' })).map(({ address }) => address)

/** RFC 8305 section 4: keeps the resolver's order (RFC 6724) within a family and alternates between the two families. */
export const interleaveFamilies = (addresses: readonly string[]): readonly string[] => {
  const firstFamily = isIP(addresses[0] ?? '')
  const first = addresses.filter((address) => isIP(address) === firstFamily)
  const second = addresses.filter((address) => isIP(address) !== firstFamily)
  return Array.from({ length: Math.max(first.length, second.length) }, (_, index) => [first[index], second[index]])
    .flat()
    .filter((address) => address !== undefined)
}

/**
 * Opens a TCP connection to `host`, which may be a name, an IPv4 address or an IPv6 address with or without brackets. Addresses are raced
 * as in RFC 8305, with one difference for slow networks: a started attempt is never given up while another may still succeed. A handshake
 * that takes longer than the delay between attempts gets competition, but is not ended (Node's own race ends it after 250 ms).
 *
 * The socket is paused, with TCP_NODELAY. Rejects with FailureError `host-not-found`, `connection-refused`, `host-unreachable`,
 * `name-server-silent`, `offline`, `connection-timeout` (the kernel gave up), or the reason of `signal`.
 */
export const dial = async (options: DialOptions): Promise<Socket> => {
  const { port, signal } = options
  const host = options.host.replace(/^\[(.*)\]$/, '$1')
  signal.throwIfAborted()
  const addresses = isIP(host) === 0 ? await unlessAborted(lookUp(host, options), signal) : [host]
  return await raceAddresses(interleaveFamilies(addresses).slice(0, maxAddresses), { ...options, host, port })
}

const lookUp = async (host: string, { resolve = resolveBySystem }: DialOptions): Promise<readonly string[]> => {
  const addresses = await resolve(host).catch((error: unknown) => {
    throw new FailureError(lookupFailure(error, host), { cause: error })
  })
  if (addresses.length === 0) throw new FailureError({ code: 'host-not-found', host })
  return addresses
}

/** Rejects when the signal aborts. The lookup itself cannot be stopped, and its result is ignored. */
const unlessAborted = async <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  await new Promise<T>((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error)
    signal.addEventListener('abort', onAbort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })

const raceAddresses = async (addresses: readonly string[], options: DialOptions): Promise<Socket> =>
  await new Promise<Socket>((resolve, reject) => {
    const { host, port, signal, createSocket = () => new Socket() } = options
    const waiting = [...addresses]
    const attempts = new Set<Socket>()
    const errors: Error[] = []
    let timer: NodeJS.Timeout | undefined

    const settle = (winner?: Socket): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      for (const attempt of attempts) if (attempt !== winner) attempt.destroy()
      attempts.clear()
    }
    const onAbort = (): void => {
      settle()
      reject(signal.reason as Error)
    }
    const startNext = (): void => {
      clearTimeout(timer)
      const address = waiting.shift()
      if (address === undefined) return
      const socket = createSocket()
      attempts.add(socket)
      const onError = (error: Error): void => {
        attempts.delete(socket)
        errors.push(error)
        // RFC 8305 section 5: a failed attempt starts the next at once.
        if (waiting.length > 0) startNext()
        else if (attempts.size === 0) {
          settle()
          reject(new FailureError(connectFailure(errors, { host, port }), { cause: errors[0] }))
        }
      }
      // A socket that lost the race may still report its end.
      socket.on('error', (error) => {
        if (attempts.has(socket)) onError(error)
      })
      socket.once('connect', () => {
        if (!attempts.has(socket)) return
        settle(socket)
        socket.removeAllListeners('error')
        resolve(socket)
      })
      socket.pause()
      // Node ignores this as an option of `connect` alone.
      socket.setNoDelay(true)
      socket.connect({ host: address, port })
      if (waiting.length > 0) timer = setTimeout(startNext, attemptDelayMs)
    }

    signal.addEventListener('abort', onAbort, { once: true })
    startNext()
  })
