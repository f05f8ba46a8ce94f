import type { Duplex } from 'node:stream'
import type { Client, ClientChannel } from 'ssh2'
import { isRecord, protocolOf, handlersOf } from './client-internals.ts'

/**
 * The internals of ssh2 1.17 that the guard reads (lib/Channel.js, lib/client.js and lib/protocol/utils.js of that version, which
 * package.json pins). channel-guard.test.ts fails if a shape has changed.
 */
export interface ChannelWindows {
  readonly incoming: {
    /** Bytes that the server may still send. At 0 ssh2 drops data; below 0 it accepts all. */
    window: number
    /** `eof` after SSH_MSG_CHANNEL_EOF, `closed` after SSH_MSG_CHANNEL_CLOSE or the end of the connection. */
    readonly state: string
  }
  readonly outgoing: {
    /** The largest packet that the server accepts, by its own statement. */
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
  // The very objects that ssh2 reads and writes, so they are always current.
  return { incoming: incoming as ChannelWindows['incoming'], outgoing: outgoing as unknown as ChannelWindows['outgoing'] }
}

/** A channel whose window Postern controls. */
export interface WindowedChannel {
  readonly channel: ClientChannel
  readonly windows: ChannelWindows
  /** Sends SSH_MSG_CHANNEL_WINDOW_ADJUST (RFC 4254 section 5.2) and adds the bytes to the window. */
  readonly giveCredit: (bytes: number) => void
}

/** To be called after `arrived` bytes came; `wanted` is false if the reader's stream is full. */
export type WindowUpdate = (arrived: number, wanted: boolean) => void

interface Adopted extends Pick<WindowedChannel, 'channel' | 'windows'> {
  readonly update: WindowUpdate
}

/**
 * Refills receive windows in place of ssh2, for each channel once half of its first window is spent. `adopt` is called once with the
 * channel, and returns the function to call after data has arrived and when a slow reader has caught up. Other channels stay unchanged.
 * False if the shapes are not those of 1.17.
 *
 * SECURITY: ssh2 must never give credit as well, because credit given twice grows without a bound.
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
        // The channel has no more data, or the connection is gone.
        if (windows.incoming.state !== 'open') return
        windows.incoming.window += bytes
        adjust.call(protocol, id, bytes)
      },
    })
    // Called when a slow reader has caught up (Readable calls it again only after a push that filled the stream).
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
    // As ssh2 does: data without any credit is dropped.
    if (windows.incoming.window === 0) return
    windows.incoming.window -= data.length
    update(data.length, channel.push(data))
  }
  return true
}

/** WINDOW_THRESHOLD of lib/Channel.js. */
const ownRefillAt = 1024 * 1024

/** The channel with that local number; `opening` while its opening is awaited; undefined without one. */
export const channelAt = (client: Client, id: number): ClientChannel | 'opening' | undefined => {
  const { _chanMgr: manager } = client as unknown as { readonly _chanMgr?: unknown }
  const channels = isRecord(manager) ? manager['_channels'] : undefined
  const channel = isRecord(channels) ? channels[id] : undefined
  if (typeof channel === 'function') return 'opening'
  return isRecord(channel) ? (channel as unknown as ClientChannel) : undefined
}

/** Calls `onOpen` with each channel that the server opened at our request, before its first use. False if the shape is not that of 1.17. */
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
