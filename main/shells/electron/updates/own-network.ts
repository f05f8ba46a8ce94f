import http, { type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import https, { type RequestOptions } from 'node:https'

interface UpdaterRequest extends Omit<RequestOptions, 'headers'> {
  readonly headers?: OutgoingHttpHeaders
}

/** Parts of electron-updater's AppUpdater that its types hide; the test beside this file runs the real ones. */
interface Internals {
  readonly httpExecutor: {
    createRequest: (options: UpdaterRequest, callback: (response: IncomingMessage) => void) => ClientRequest
  }
  getOrCreateStagingUserId: () => Promise<string>
}

/**
 * Makes the updater send its requests by Node, like all of main, and not by Chromium, which cannot resolve names in Postern (docs/adr/0006,
 * 0008).
 *
 * SECURITY: https alone, also after a redirect: on Linux only the connection authenticates the feed. electron-updater would send an id of
 * the installation with each request, which would identify the installation, so no id is made.
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
