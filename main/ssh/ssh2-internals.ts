import type { Duplex } from 'node:stream'
import type { Client, ClientChannel } from 'ssh2'

/**
 * What ssh2 1.17 keeps to itself and the guard must see (lib/Channel.js, lib/client.js and lib/protocol/utils.js of that version, which
 * package.json pins). channel-guard.test.ts fails where a shape is no longer what it was.
 */
export interface ChannelWindows {
  readonly incoming: {
    /** Bytes that the server may still send. At 0 ssh2 drops what comes, below 0 it takes everything. */
    window: number
    /** `eof` after SSH_MSG_CHANNEL_EOF, `closed` after SSH_MSG_CHANNEL_CLOSE or the end of the connection. */
    readonly state: string
  }
  readonly outgoing: {
    /** The largest packet that the server takes, as it said itself. */
    readonly packetSize: number
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Undefined where ssh2's channel does not have the shape of 1.17. */
export const channelWindows = (channel: ClientChannel): ChannelWindows | undefined => {
  const { incoming, outgoing } = channel as unknown as Record<string, unknown>
  if (!isRecord(incoming) || typeof incoming['window'] !== 'number' || typeof incoming['state'] !== 'string') return undefined
  if (!isRecord(outgoing) || typeof outgoing['packetSize'] !== 'number') return undefined
  // The very objects that ssh2 reads and writes, so that what is seen is live.
  return { incoming: incoming as ChannelWindows['incoming'], outgoing: outgoing as unknown as ChannelWindows['outgoing'] }
}

/** The stream that carries `client`'s packets; undefined where it is not where ssh2 1.17 keeps it. */
export const transportOf = (client: Client): Duplex | undefined => {
  const { _sock: socket } = client as unknown as { readonly _sock?: unknown }
  return isRecord(socket) && typeof socket['writableLength'] === 'number' ? (socket as unknown as Duplex) : undefined
}

/** Whether a key exchange runs: until it ends (`handshake` on the client) ssh2 queues every packet, without a bound. */
export const isExchangingKeys = (client: Client): boolean => {
  const { _protocol: protocol } = client as unknown as { readonly _protocol?: unknown }
  return isRecord(protocol) && protocol['_kexinit'] !== undefined
}
