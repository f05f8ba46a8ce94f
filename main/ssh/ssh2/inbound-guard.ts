import type { Client, ClientChannel } from 'ssh2'
import type { Misbehaviour } from '../../../contract/reason.ts'
import { guardChannel } from './channel-guard.ts'
import { awaitedAnswers, isExchangingKeys, transportOf } from './client-internals.ts'
import { channelAt, channelWindows, watchOpenedChannels } from './channel-internals.ts'
import { judgePayloads, relaxStrictKeyExchange, type JudgePayload } from './packet-internals.ts'
import { limitTurns } from './turn-budget.ts'

// Messages of RFC 4250 section 4.1.2.
const SSH_MSG_IGNORE = 2
const SSH_MSG_UNIMPLEMENTED = 3
const SSH_MSG_DEBUG = 4
const SSH_MSG_KEXINIT = 20
const SSH_MSG_USERAUTH_REQUEST = 50
const SSH_MSG_USERAUTH_SUCCESS = 52
const SSH_MSG_GLOBAL_REQUEST = 80
const SSH_MSG_REQUEST_SUCCESS = 81
const SSH_MSG_REQUEST_FAILURE = 82
const SSH_MSG_CHANNEL_OPEN_CONFIRMATION = 91
const SSH_MSG_CHANNEL_OPEN_FAILURE = 92
const SSH_MSG_CHANNEL_WINDOW_ADJUST = 93
const SSH_MSG_CHANNEL_DATA = 94
const SSH_MSG_CHANNEL_EXTENDED_DATA = 95
const SSH_MSG_CHANNEL_EOF = 96
const SSH_MSG_CHANNEL_CLOSE = 97
const SSH_MSG_CHANNEL_SUCCESS = 99
const SSH_MSG_CHANNEL_FAILURE = 100

/** RFC 4253 section 6.1 demands 32 KiB; our offer for a channel's packets is no larger. */
const mostInflated = 64 * 1024

/**
 * How many times its size a packet may inflate to, from `leastJudged` bytes on. Names, keys and messages, which are not data of a channel, do not
 * compress so well; deflate packs zeros to a thousandth.
 */
const mostRatio = 100
const leastJudged = 4096

/** The unrequested packets that a server may send: so many at once, and more with each second. Each KiB of a packet counts as one more. */
const mostNoise = 10_000
const noiseEachSecond = 500

/** An empty SSH_MSG_IGNORE. */
const nothing = Buffer.from([SSH_MSG_IGNORE, 0, 0, 0, 0])
const hostKeys = Buffer.from('hostkeys-00@openssh.com')

export interface InboundOptions {
  /** Ends the connection. */
  readonly misbehaved: (what: Misbehaviour) => void
  /** Whether a log-in was requested. */
  readonly isLogInAsked: () => boolean
  /** How long a key exchange may take, in ms, after the first. */
  readonly keyExchangeMs: number
}

export interface InboundGuard {
  /** The number of packets that answered a request or carried data of a channel: signs that the server does its work. */
  readonly useful: () => number
}

/**
 * Judges each packet of a server before ssh2 acts on it, and guards each channel that is opened. Called right after `client.connect`.
 *
 * SECURITY: this puts bounds where ssh2 has none: on the work of one turn, on the inflated size of a packet and its ratio, on unrequested
 * packets and our answers to them (281 MiB of answers were seen to wait for a server that does not read), and on the time of a key exchange.
 * Lists of host keys (hostkeys-00@openssh.com) are not parsed, because Postern does not use them: 600 keys took 1.7 s.
 */
export const guardInbound = (client: Client, { misbehaved, isLogInAsked, keyExchangeMs }: InboundOptions): InboundGuard => {
  const deadline = keyExchangeDeadline(client, keyExchangeMs, misbehaved)
  const windows = sendWindows()
  const isUseful = usefulness(client, windows)
  const noise = noiseBudget()
  const relax = relaxStrictKeyExchange(client)
  let useful = 0
  let isFirstExchange = true
  client.once('handshake', () => (isFirstExchange = false))

  const judge: JudgePayload = (payload, packedBytes) => {
    const [type] = payload
    if (!isOfChannelData(type) && payload.length > Math.max(leastJudged, mostRatio * packedBytes)) {
      misbehaved({ reason: 'inflates-without-cause' })
      return nothing
    }
    if (type === SSH_MSG_KEXINIT) deadline.begin()
    if (type === SSH_MSG_USERAUTH_SUCCESS && !isLogInAsked()) {
      misbehaved({ reason: 'log-in-unasked' })
      return nothing
    }
    if (isUseful(payload)) useful += 1
    else if (!isOfKeyExchange(type) && noise.isTooMuch(1 + payload.length / 1024)) {
      misbehaved({ reason: 'noise-without-end' })
      return nothing
    }
    // Strict key exchange forbids these in the first exchange alone (OpenSSH's PROTOCOL, 1.10). RFC 4253 section 7.1 allows them later.
    if (!isFirstExchange && isExchangingKeys(client) && isTransportNoise(type)) relax()
    return type === SSH_MSG_GLOBAL_REQUEST ? withoutHostKeys(payload) : payload
  }

  limitTurns(client)
  judgePayloads(client, judge, { mostInflated, onTooLarge: () => misbehaved({ reason: 'packet-too-large' }) })
  watchOpenedChannels(client, (channel) => {
    windows.begin(channel)
    guardChannel(client, channel, misbehaved)
  })
  return { useful: () => useful }
}

/** The window bounds it. */
const isOfChannelData = (type: number | undefined): boolean =>
  type === SSH_MSG_CHANNEL_DATA || type === SSH_MSG_CHANNEL_EXTENDED_DATA

const isOfKeyExchange = (type: number | undefined): boolean =>
  type !== undefined && type >= SSH_MSG_KEXINIT && type < SSH_MSG_USERAUTH_REQUEST

const isTransportNoise = (type: number | undefined): boolean =>
  type === SSH_MSG_IGNORE || type === SSH_MSG_UNIMPLEMENTED || type === SSH_MSG_DEBUG

/** A bucket that fills with unrequested packets and empties by time. */
const noiseBudget = () => {
  let level = 0
  let lookedAt = performance.now()
  return {
    isTooMuch: (amount: number): boolean => {
      const now = performance.now()
      level = Math.max(0, level - ((now - lookedAt) / 1000) * noiseEachSecond) + amount
      lookedAt = now
      return level > mostNoise
    },
  }
}

/** The request under an unknown name, without the keys. */
const withoutHostKeys = (payload: Buffer): Buffer => {
  const nameEnd = 5 + hostKeys.length
  if (!payload.subarray(5, nameEnd).equals(hostKeys)) return payload
  const request = Buffer.from(payload.subarray(0, nameEnd + 1))
  request.fill('x', 5, nameEnd)
  return request
}

/**
 * SECURITY: during a key exchange no mail flows, and SSH_MSG_IGNORE makes a server that never ends it look alive. The deadline is extended
 * while our backlog drains, because our part of the exchange waits behind it.
 */
const keyExchangeDeadline = (client: Client, limitMs: number, misbehaved: InboundOptions['misbehaved']) => {
  const transport = transportOf(client)
  let isFirst = true
  let timer: NodeJS.Timeout | undefined
  const clear = (): void => {
    clearTimeout(timer)
    timer = undefined
  }
  const wait = (): void => {
    const waiting = transport?.writableLength ?? 0
    timer = setTimeout(() => {
      if ((transport?.writableLength ?? 0) < waiting) wait()
      else misbehaved({ reason: 'key-exchange-without-end', seconds: limitMs / 1000 })
    }, limitMs)
  }
  client.on('handshake', () => {
    isFirst = false
    clear()
  })
  client.once('close', clear)
  return {
    begin: (): void => {
      if (!isFirst && timer === undefined) wait()
    },
  }
}

/** The window of each channel for bytes to the server: at its opening, and after the last SSH_MSG_CHANNEL_WINDOW_ADJUST. */
const sendWindows = () => {
  const known = new WeakMap<ClientChannel, { readonly first: number; last: number }>()
  const now = (channel: ClientChannel): number => channelWindows(channel)?.outgoing.window ?? 0
  return {
    begin: (channel: ClientChannel): void => {
      known.set(channel, { first: now(channel), last: now(channel) })
    },
    /** Whether the server has received bytes since its last credit, as `credit` claims. Credit alone costs it nothing. */
    isEarned: (channel: ClientChannel, credit: number): boolean => {
      const window = now(channel)
      const before = known.get(channel)
      if (before === undefined) return false
      const isShrunk = window < before.last
      before.last = window + credit
      return isShrunk || window + credit <= before.first
    },
  }
}

/** Whether a packet answers a request of ours, or moves a channel of ours. */
const usefulness =
  (client: Client, windows: ReturnType<typeof sendWindows>): ((payload: Buffer) => boolean) =>
  (payload) => {
    const [type] = payload
    if (type === SSH_MSG_REQUEST_SUCCESS || type === SSH_MSG_REQUEST_FAILURE) return awaitedAnswers(client) > 0
    if (type === undefined || type < SSH_MSG_CHANNEL_OPEN_CONFIRMATION || payload.length < 5) return false
    const channel = channelAt(client, payload.readUInt32BE(1))
    if (type === SSH_MSG_CHANNEL_OPEN_CONFIRMATION || type === SSH_MSG_CHANNEL_OPEN_FAILURE) return channel === 'opening'
    if (channel === undefined || channel === 'opening') return false
    switch (type) {
      case SSH_MSG_CHANNEL_DATA:
        return payload.length > 9
      case SSH_MSG_CHANNEL_EXTENDED_DATA:
        return payload.length > 13
      case SSH_MSG_CHANNEL_WINDOW_ADJUST:
        return payload.length >= 9 && windows.isEarned(channel, payload.readUInt32BE(5))
      case SSH_MSG_CHANNEL_EOF:
        return channelWindows(channel)?.incoming.state === 'open'
      case SSH_MSG_CHANNEL_CLOSE:
        return true
      case SSH_MSG_CHANNEL_SUCCESS:
      case SSH_MSG_CHANNEL_FAILURE:
        return awaitedAnswers(channel) > 0
      default:
        return false
    }
  }
