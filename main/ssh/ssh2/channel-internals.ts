import type { Duplex } from 'node:stream'
import type { Client, ClientChannel } from 'ssh2'
import { isRecord, protocolOf, handlersOf } from './client-internals.ts'

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
    /** Bytes that we may still send. */
    readonly window: number
  }
}

/** Undefined where ssh2's channel does not have the shape of 1.17. */
export const channelWindows = (channel: Duplex): ChannelWindows | undefined => {
  const { incoming, outgoing } = channel as unknown as Record<string, unknown>
  if (!isRecord(incoming) || typeof incoming['window'] !== 'number' || typeof incoming['state'] !== 'string') return undefined
  if (!isRecord(outgoing) || typeof outgoing['packetSize'] !== 'number' || typeof outgoing['window'] !== 'number') return undefined
  // The very objects that ssh2 reads and writes, so that what is seen is live.
  return { incoming: incoming as ChannelWindows['incoming'], outgoing: outgoing as unknown as ChannelWindows['outgoing'] }
}

/** A channel whose window is ours to keep. */
export interface WindowedChannel {
  readonly channel: ClientChannel
  readonly windows: ChannelWindows
  /** Sends SSH_MSG_CHANNEL_WINDOW_ADJUST (RFC 4254 section 5.2) and counts it as given. */
  readonly giveCredit: (bytes: number) => void
}

/** To be called after `arrived` bytes came; `wanted` is false where the reader has as much as its stream holds. */
export type WindowUpdate = (arrived: number, wanted: boolean) => void

interface Adopted extends Pick<WindowedChannel, 'channel' | 'windows'> {
  readonly update: WindowUpdate
}

/**
 * Takes the refill of receive windows out of ssh2's hands, for each channel once half of its first window is spent: `adopt` is called
 * once with the channel and gives what is called after data has come and when a reader that was behind wants more. Other channels stay as
 * they are. False where the shapes are not those of 1.17.
 *
 * SECURITY: ssh2 must never give credit beside us: credit given twice grows without a bound.
 */
export const replaceWindowRefill = (client: Client, adopt: (channel: WindowedChannel) => WindowUpdate): boolean => {
  const protocol = protocolOf(client)
  const handlers = handlersOf(client)
  const ownHandler = handlers?.['CHANNEL_DATA']
  const adjust = protocol?.['channelWindowAdjust']
  const { _chanMgr: channels } = client as unknown as { readonly _chanMgr?: unknown }
  if (handlers === undefined || ownHandler === undefined || typeof adjust !== 'function') return false
  if (!isRecord(channels) || typeof channels['get'] !== 'function') return false

  const adopted = new WeakMap<object, Adopted>()
  const adoptChannel = (channel: ClientChannel, windows: ChannelWindows, id: number): Adopted => {
    const update = adopt({
      channel,
      windows,
      giveCredit: (bytes) => {
        // Nothing more will come, or the connection is gone.
        if (windows.incoming.state !== 'open') return
        windows.incoming.window += bytes
        adjust.call(protocol, id, bytes)
      },
    })
    // Called when a reader that was behind has caught up (Readable calls it again after each push that was full, and only then).
    channel._read = () => update(0, true)
    const entry = { channel, windows, update }
    adopted.set(channel, entry)
    return entry
  }

  const entryOf = (id: unknown, arrived: number): Adopted | undefined => {
    const channel = (channels['get'] as (id: unknown) => unknown).call(channels, id)
    if (!isRecord(channel)) return undefined
    const known = adopted.get(channel)
    if (known !== undefined) return known
    const windows = channelWindows(channel as unknown as ClientChannel)
    const remoteId = isRecord(channel['outgoing']) ? channel['outgoing']['id'] : undefined
    if (windows === undefined || windows.incoming.window - arrived > ownRefillAt || typeof remoteId !== 'number') return undefined
    return adoptChannel(channel as unknown as ClientChannel, windows, remoteId)
  }

  handlers['CHANNEL_DATA'] = (self, id, data, ...rest) => {
    const entry = Buffer.isBuffer(data) ? entryOf(id, data.length) : undefined
    if (entry === undefined || !Buffer.isBuffer(data)) {
      ownHandler(self, id, data, ...rest)
      return
    }
    const { channel, windows, update } = entry
    // As ssh2 does: what comes without any credit is dropped.
    if (windows.incoming.window === 0) return
    windows.incoming.window -= data.length
    update(data.length, channel.push(data))
  }
  return true
}

/** WINDOW_THRESHOLD of lib/Channel.js. */
const ownRefillAt = 1024 * 1024

/** The channel with that number of ours: one that is open, one whose opening is awaited, or none. */
export const channelAt = (client: Client, id: number): ClientChannel | 'opening' | undefined => {
  const { _chanMgr: manager } = client as unknown as { readonly _chanMgr?: unknown }
  const channels = isRecord(manager) ? manager['_channels'] : undefined
  const channel = isRecord(channels) ? channels[id] : undefined
  if (typeof channel === 'function') return 'opening'
  return isRecord(channel) ? (channel as unknown as ClientChannel) : undefined
}

/** Calls `onOpen` with each channel that the server has opened for us, before anybody uses it. False where the shape is not that of 1.17. */
export const watchOpenedChannels = (client: Client, onOpen: (channel: ClientChannel) => void): boolean => {
  const { _chanMgr: manager } = client as unknown as { readonly _chanMgr?: unknown }
  if (!isRecord(manager) || typeof manager['update'] !== 'function') return false
  const update = manager['update'] as (id: unknown, channel: unknown) => void
  manager['update'] = (id: unknown, channel: unknown) => {
    update.call(manager, id, channel)
    if (isRecord(channel)) onOpen(channel as unknown as ClientChannel)
  }
  return true
}
