import type { Duplex } from 'node:stream'
import type { Client } from 'ssh2'
import type { Failure } from '../../../contract/failure.ts'
import type { ConnectOptions } from '../connection.ts'
import { boundedPrintable } from '../printable.ts'

/** Key exchange, banners and questions of a real server take some kilobytes. */
const maxBytes = 128 * 1024
const maxBanners = 16
const bannerLimit = 2000

export interface LogInLimits {
  readonly stream: Duplex
  readonly host: string
  readonly log: NonNullable<ConnectOptions['log']>
  readonly giveUp: (failure: Failure) => void
  /** Called with each banner (RFC 4252 section 5.4), printable and cut. */
  readonly onBanner: (text: string) => void
}

/**
 * SECURITY: before the log-in is done, a server (or an impostor) can send banners and empty keyboard-interactive requests for ever, and
 * ssh2 answers them by itself. The number of banners and of all bytes is limited. Returns the function that removes the limits.
 */
export const limitLogIn = (client: Client, { stream, host, log, giveUp, onBanner: passBanner }: LogInLimits): (() => void) => {
  let bytes = 0
  let banners = 0
  const onData = (chunk: Buffer): void => {
    bytes += chunk.length
    if (bytes > maxBytes) giveUp({ code: 'server-misbehaved', host, reason: 'data-without-end' })
  }
  const onBanner = (message: string): void => {
    banners += 1
    if (banners > maxBanners) giveUp({ code: 'server-misbehaved', host, reason: 'banners-without-end' })
    else {
      const said = boundedPrintable(message, bannerLimit).trim()
      log('info', { name: 'banner', said })
      passBanner(said)
    }
  }
  stream.on('data', onData)
  client.on('banner', onBanner)
  return () => {
    stream.off('data', onData)
    client.off('banner', onBanner)
  }
}
