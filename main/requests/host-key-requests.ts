import type { HostTrust } from '../known-hosts/host-trust.ts'
import type { RequestHandlers } from './request-handlers.ts'

/**
 * The server that a known_hosts line means: `mail.example.org` on port 22, or `[mail.example.org]:2222`. Of several names, which only a
 * person's hand writes, the first: all stand on the line that goes.
 */
export const serverOfKnownHost = (hosts: string): { readonly host: string; readonly port: number } => {
  const [name = ''] = hosts.split(',')
  const [, host, port] = /^\[(.+)\]:(\d{1,5})$/.exec(name) ?? []
  return host === undefined ? { host: name, port: 22 } : { host, port: Number(port) }
}

type HostKeyHandlers = Pick<RequestHandlers, 'listKnownHosts' | 'removeKnownHost' | 'replaceHostKey'>

export const hostKeyRequests = (hostTrust: Pick<HostTrust, 'list' | 'remove' | 'replace'>): HostKeyHandlers => ({
  listKnownHosts: () => hostTrust.list(),
  removeKnownHost: ({ host }) => hostTrust.remove(serverOfKnownHost(host)),
  replaceHostKey: async ({ host, port, fingerprint }) => {
    await hostTrust.replace({ host, port }, fingerprint)
    return null
  },
})
