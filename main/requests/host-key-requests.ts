import type { HostTrust } from '../known-hosts/host-trust.ts'
import type { HostKeyOffers } from '../connections/host-key-offers.ts'
import type { RequestHandlers } from './request-handlers.ts'

/**
 * Returns the server of a known_hosts line: `mail.example.org` on port 22, or `[mail.example.org]:2222`. If a person has written several
 * names, returns the first, which is enough to remove the line.
 */
export const serverOfKnownHost = (hosts: string): { readonly host: string; readonly port: number } => {
  const [name = ''] = hosts.split(',')
  const [, host, port] = /^\[(.+)\]:(\d{1,5})$/.exec(name) ?? []
  return host === undefined ? { host: name, port: 22 } : { host, port: Number(port) }
}

type HostKeyHandlers = Pick<
  RequestHandlers,
  'listKnownHosts' | 'removeKnownHost' | 'replaceHostKey' | 'getHostKey' | 'trustHostKey'
>

export interface HostKeyRequestDependencies {
  readonly hostTrust: Pick<HostTrust, 'list' | 'remove' | 'replace'>
  readonly hostKeyOffers: HostKeyOffers
}

export const hostKeyRequests = ({ hostTrust, hostKeyOffers }: HostKeyRequestDependencies): HostKeyHandlers => ({
  listKnownHosts: () => hostTrust.list(),
  removeKnownHost: ({ host }) => hostTrust.remove(serverOfKnownHost(host)),
  replaceHostKey: async ({ host, port, fingerprint }) => {
    await hostTrust.replace({ host, port }, fingerprint)
    return null
  },
  getHostKey: ({ accountId }) => hostKeyOffers.show(accountId),
  trustHostKey: async ({ accountId, fingerprint }) => {
    await hostKeyOffers.trust(accountId, fingerprint)
    return null
  },
})
