import type { Endpoint } from './proc-net-tcp.ts'

/** An accepted loopback socket: `local` is our end, `remote` the peer's. */
export interface SocketEnds {
  readonly local: Endpoint
  readonly remote: Endpoint
}

/** The programs at the other end of these sockets, where they are found. What it rejects with is no name for any. */
export type PeerNames = (sockets: readonly SocketEnds[]) => Promise<ReadonlyMap<SocketEnds, string>>

/** `127.0.0.1:11110` or `[::1]:11110`, as netstat and lsof write it. */
export const writtenEndpoint = ({ address, port }: Endpoint): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
