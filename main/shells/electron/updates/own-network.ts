import http, { type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import https, { type RequestOptions } from 'node:https'

interface UpdaterRequest extends Omit<RequestOptions, 'headers'> {
  readonly headers?: OutgoingHttpHeaders
}

/** The parts of electron-updater's AppUpdater that its types keep to themselves; the test beside this file runs them as they are. */
interface Internals {
  readonly httpExecutor: {
    createRequest: (options: UpdaterRequest, callback: (response: IncomingMessage) => void) => ClientRequest
  }
  getOrCreateStagingUserId: () => Promise<string>
}

/**
 * Lets the updater ask by Node, as all of main does, and not by Chromium, which resolves no name in Postern (docs/adr/0006, 0008).
 *
 * SECURITY: https alone, also after a redirect: on Linux nothing but the connection vouches for what the feed says. electron-updater gives every
 * installation an id and sends it along, by which its requests could be told from everybody else's: none is made.
 *
 * `allowed` is for tests, which have no certificate.
 */
export const useOwnNetwork = (updater: object, allowed: readonly string[] = ['https:']): void => {
  const internals = updater as Internals
  internals.getOrCreateStagingUserId = () => Promise.resolve('')
  internals.httpExecutor.createRequest = (options, callback) => {
    const protocol = options.protocol ?? 'https:'
    if (!allowed.includes(protocol)) throw new Error(`the update feed may not be asked over ${protocol}`)
    const kept = Object.entries(options.headers ?? {}).filter(([name]) => name.toLowerCase() !== 'x-user-staging-id')
    const { request } = protocol === 'http:' ? http : https
    return request({ ...options, headers: Object.fromEntries(kept) }, callback)
  }
}
