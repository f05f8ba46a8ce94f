import type { Duplex } from 'node:stream'
import type { Client, ClientChannel, ParsedKey } from 'ssh2'
import type { AesGcmWriter } from './aes-gcm-packets.ts'
import type { PacketReader } from './packet-reader.ts'

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

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Undefined where ssh2's channel does not have the shape of 1.17. */
export const channelWindows = (channel: Duplex): ChannelWindows | undefined => {
  const { incoming, outgoing } = channel as unknown as Record<string, unknown>
  if (!isRecord(incoming) || typeof incoming['window'] !== 'number' || typeof incoming['state'] !== 'string') return undefined
  if (!isRecord(outgoing) || typeof outgoing['packetSize'] !== 'number' || typeof outgoing['window'] !== 'number') return undefined
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

/** What packets under AES-GCM need: where ssh2's own cipher or decipher stands at the moment. */
export interface AesGcmState {
  readonly algorithm: 'aes-128-gcm' | 'aes-256-gcm'
  readonly key: Buffer
  readonly iv: Buffer
  readonly sequence: number
}

const aesGcmState = (state: Record<'algorithm' | 'key' | 'iv' | 'sequence', unknown>): AesGcmState | undefined => {
  const { algorithm, key, iv, sequence } = state
  if (algorithm !== 'aes-128-gcm' && algorithm !== 'aes-256-gcm') return undefined
  const isKey = Buffer.isBuffer(key) && key.length === (algorithm === 'aes-128-gcm' ? 16 : 32)
  if (!isKey || !Buffer.isBuffer(iv) || iv.length !== 12 || typeof sequence !== 'number') return undefined
  return { algorithm, key, iv, sequence }
}

/** The parts of lib/protocol/Protocol.js that are replaced. Read after `client.connect`; undefined before, or where it is no longer so. */
const protocolOf = (client: Client): Record<string, unknown> | undefined => {
  const { _protocol: protocol } = client as unknown as { readonly _protocol?: unknown }
  return isRecord(protocol) ? protocol : undefined
}

/**
 * Puts writers of packets in the place of ssh2's own (AESGCMCipherNative in lib/protocol/crypto.js). Each key exchange makes a new
 * one, so it is done after each. `make` is given the state to go on from; where there is another cipher, or another shape, ssh2's own
 * stays and false is given.
 */
export const replaceCipher = (
  client: Client,
  make: (state: AesGcmState, write: (packet: Buffer) => void) => AesGcmWriter,
): boolean => {
  const protocol = protocolOf(client)
  const own = protocol?.['_cipher']
  if (protocol === undefined || !isRecord(own) || own['_dead'] !== false) return false
  const state = aesGcmState({
    algorithm: own['_encSSLName'],
    key: own['_encKey'],
    iv: own['_encIV'],
    sequence: own['outSeqno'],
  })
  const write = own['_onWrite']
  if (state === undefined || !hasFunctions(own, ['allocPacket', 'encrypt', 'free']) || typeof write !== 'function') return false
  protocol['_cipher'] = make(state, write as (packet: Buffer) => void)
  return true
}

/** As `replaceCipher`, for AESGCMDecipherNative. A decipher that stands within a packet is left as it is. */
export const replaceDecipher = (
  client: Client,
  make: (state: AesGcmState, onPayload: PacketReader['_onPayload']) => PacketReader,
): boolean => {
  const protocol = protocolOf(client)
  const own = protocol?.['_decipher']
  if (protocol === undefined || !isRecord(own)) return false
  const state = aesGcmState({
    algorithm: own['_decipherSSLName'],
    key: own['_decipherKey'],
    iv: own['_decipherIV'],
    sequence: own['inSeqno'],
  })
  const onPayload = own['_onPayload']
  const atPacketStart = own['_lenBytes'] === 0 && own['_pktLen'] === 0 && own['_tagPos'] === 0
  if (state === undefined || !atPacketStart || !hasFunctions(own, ['decrypt', 'free']) || typeof onPayload !== 'function')
    return false
  protocol['_decipher'] = make(state, onPayload as PacketReader['_onPayload'])
  return true
}

const hasFunctions = (value: Record<string, unknown>, names: readonly string[]): boolean =>
  names.every((name) => typeof value[name] === 'function')

/** lib/client.js: one function for each kind of message, called with the protocol and what the message holds. */
type Handler = (protocol: unknown, ...parts: readonly unknown[]) => void

/** The handlers of each kind of message, to be replaced; undefined where they are not where ssh2 1.17 keeps them. */
export const handlersOf = (client: Client): Record<string, Handler> | undefined => {
  const handlers = protocolOf(client)?.['_handlers']
  return isRecord(handlers) ? (handlers as Record<string, Handler>) : undefined
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

/**
 * Sends keepalive@openssh.com and tells in ms how long the answer took; OpenSSH answers it with a failure, which is an answer.
 * Undefined where the connection ends first, or where the shape is not that of 1.17.
 */
export const measureRoundTrip = async (client: Client): Promise<number | undefined> => {
  const protocol = protocolOf(client)
  const ping = protocol?.['ping']
  // Answers to global requests bear no name: they are told apart by their order (RFC 4254 section 4).
  const { _callbacks: waiting } = client as unknown as { readonly _callbacks?: unknown }
  if (typeof ping !== 'function' || !Array.isArray(waiting)) return undefined
  const sentAt = performance.now()
  return await new Promise((resolve) => {
    waiting.push((failed: unknown) => resolve(failed instanceof Error ? undefined : performance.now() - sentAt))
    ping.call(protocol)
  })
}

/**
 * The signature algorithms that the server takes from clients (`server-sig-algs`, RFC 8308 section 3.1), as soon as it has said them in
 * SSH_MSG_EXT_INFO; undefined before, where it says none, or where the shape is not that of 1.17.
 */
export const watchSignatureAlgorithms = (client: Client): (() => readonly string[] | undefined) => {
  const handlers = handlersOf(client)
  const own = handlers?.['EXT_INFO']
  let said: readonly string[] | undefined
  if (handlers !== undefined && typeof own === 'function')
    handlers['EXT_INFO'] = (protocol, extensions, ...rest) => {
      said ??= signatureAlgorithmsIn(extensions)
      own(protocol, extensions, ...rest)
    }
  return () => said
}

const signatureAlgorithmsIn = (extensions: unknown): readonly string[] | undefined => {
  if (!Array.isArray(extensions)) return undefined
  const found: unknown = extensions.find((extension) => isRecord(extension) && extension['name'] === 'server-sig-algs')
  const algorithms = isRecord(found) ? found['algs'] : undefined
  return Array.isArray(algorithms) ? algorithms.filter((name) => typeof name === 'string') : undefined
}

/** What a server that tells nothing of itself takes. */
const modernSignatures = ['ssh-ed25519', 'rsa-sha2-512', 'rsa-sha2-256']
const sha1Signatures = ['ssh-rsa', 'ssh-dss']

/**
 * Has RSA keys sign with SHA-2 alone (RFC 8332), whatever the server tells of what it takes. Called before `logInWithoutWaiting`; false
 * where the shape is not that of 1.17.
 *
 * SECURITY: for a server that sends no `server-sig-algs`, or none but `ssh-rsa`, ssh2 signs with SHA-1. OpenSSH stopped that in 8.8: for
 * SHA-1 chosen-prefix collisions can be bought.
 */
export const signWithSha2 = (client: Client): boolean => {
  const handlers = handlersOf(client)
  const accept = handlers?.['SERVICE_ACCEPT']
  const extInfo = handlers?.['EXT_INFO']
  if (handlers === undefined || typeof accept !== 'function' || typeof extInfo !== 'function') return false
  let isTold = false
  handlers['EXT_INFO'] = (protocol, extensions, ...rest) => {
    const algorithms = signatureAlgorithmsIn(extensions)?.filter((name) => !sha1Signatures.includes(name)) ?? modernSignatures
    isTold = true
    extInfo(protocol, [{ name: 'server-sig-algs', algs: algorithms }], ...rest)
  }
  handlers['SERVICE_ACCEPT'] = (protocol, ...parts) => {
    if (!isTold) extInfo(protocol, [{ name: 'server-sig-algs', algs: modernSignatures }])
    accept(protocol, ...parts)
  }
  return true
}

/** The hash of each signature algorithm (RFC 8332, 8709, 5656); undefined where the algorithm names it already. */
const hashOf = new Map<unknown, string | undefined>([
  [undefined, undefined],
  ['rsa-sha2-256', 'sha256'],
  ['rsa-sha2-512', 'sha512'],
])

/**
 * Has a private key sign its request at once, where ssh2 first asks whether the key is welcome (RFC 4252 section 7): one round trip
 * less. Keys of an agent are asked about as ever, since an agent may hold many and a person may have to confirm each use. False where
 * the shape is not that of 1.17.
 *
 * SECURITY: the signature covers the session identifier, so a server that refuses the key can do nothing with it; the host key has been
 * judged by then.
 */
export const signAtOnce = (client: Client): boolean => {
  const protocol = protocolOf(client)
  const ask = protocol?.['authPK']
  if (protocol === undefined || typeof ask !== 'function' || ask.length !== 4) return false
  protocol['authPK'] = (user: unknown, key: unknown, algorithm: unknown, sign: unknown): void => {
    const canSign = sign === undefined && hashOf.has(algorithm) && isRecord(key) && hasFunctions(key, ['isPrivateKey', 'sign'])
    if (!canSign || !(key as unknown as ParsedKey).isPrivateKey()) {
      ask.call(protocol, user, key, algorithm, sign)
      return
    }
    ask.call(protocol, user, key, algorithm, (request: Buffer, finish: (signature: Buffer) => void) => {
      const signature: unknown = (key as unknown as ParsedKey).sign(request, hashOf.get(algorithm))
      if (Buffer.isBuffer(signature)) finish(signature)
      // The question then brings ssh2's own words for what is wrong.
      else ask.call(protocol, user, key, algorithm)
    })
  }
  return true
}

/**
 * Has a key whose type is of a domain of its own (`name@domain`, RFC 4251 section 6) pass its whole signature, algorithm included: that
 * of a certificate names the plain algorithm, that of a security key has fields of its own, and ssh2 would write the key's type and the
 * bytes alone. Such keys come from an agent. False where the shape is not that of 1.17.
 */
export const signWhole = (client: Client): boolean => {
  const protocol = protocolOf(client)
  const own = protocol?.['authPK']
  if (protocol === undefined || typeof own !== 'function' || own.length !== 4) return false
  protocol['authPK'] = (user: unknown, key: unknown, algorithm: unknown, sign: unknown): void => {
    const isPlain = !isRecord(key) || typeof key['type'] !== 'string' || !key['type'].includes('@')
    if (isPlain || typeof sign !== 'function') {
      own.call(protocol, user, key, algorithm, sign)
      return
    }
    own.call(protocol, user, key, algorithm, (request: Buffer) =>
      (sign as (request: Buffer, finish: (signature: Buffer) => void) => void)(request, (signature) => {
        // The request begins with the session identifier, which is signed and not sent (RFC 4252 section 7).
        const unsigned = request.subarray(4 + request.readUInt32BE(0))
        const length = Buffer.alloc(4)
        length.writeUInt32BE(signature.length)
        sendUserauthRequest(protocol, Buffer.concat([unsigned, length, signature]))
      }),
    )
  }
  return true
}

/** As `authPK` and `sendPacket` of ssh2 do. */
const sendUserauthRequest = (protocol: Record<string, unknown>, payload: Buffer): void => {
  const { write } = protocol['_packetRW'] as {
    readonly write: {
      readonly allocStart: number
      readonly alloc: (length: number) => Buffer
      readonly finalize: (packet: Buffer) => Buffer
    }
  }
  const packet = write.alloc(payload.length)
  packet.set(payload, write.allocStart)
  ;(protocol['_authsQueue'] as string[]).push('publickey')
  const finalized = write.finalize(packet)
  if (protocol['_kexinit'] === undefined) (protocol['_cipher'] as { encrypt: (packet: Buffer) => void }).encrypt(finalized)
  else ((protocol['_queue'] ??= []) as Buffer[]).push(finalized)
}

/**
 * Begins the log-in without waiting for SSH_MSG_SERVICE_ACCEPT, once SSH_MSG_EXT_INFO (RFC 8308) has told which signatures the server
 * takes: one round trip less. The server reads our packets in order. Servers without EXT_INFO are waited for. False where the shape is
 * not that of 1.17.
 */
export const logInWithoutWaiting = (client: Client): boolean => {
  const handlers = handlersOf(client)
  const accept = handlers?.['SERVICE_ACCEPT']
  const extInfo = handlers?.['EXT_INFO']
  if (handlers === undefined || typeof accept !== 'function' || typeof extInfo !== 'function') return false
  let begun = false
  const begin: Handler = (...parts) => {
    if (begun) return
    begun = true
    accept(...parts)
  }
  handlers['SERVICE_ACCEPT'] = begin
  handlers['EXT_INFO'] = (protocol, ...parts) => {
    extInfo(protocol, ...parts)
    begin(protocol, 'ssh-userauth')
  }
  return true
}

/** How ssh2 takes apart what comes (lib/protocol/Protocol.js). */
export interface Intake {
  /** Takes packets from the head of `piece` until it ends or the budget is used up; returns how many bytes were taken. */
  readonly take: (piece: Buffer) => number
  /** ssh2 has given the connection up and takes nothing any more. */
  readonly isOver: () => boolean
}

/**
 * Passes what comes to `onChunk` in place of ssh2, which is asked for each piece by `take`. ssh2 stops behind the packet after which `isUsedUp` says
 * so. Called before anything has come; undefined where the shape is not that of 1.17.
 */
export const replaceIntake = (
  client: Client,
  { onChunk, isUsedUp }: { readonly onChunk: (chunk: Buffer) => void; readonly isUsedUp: () => boolean },
): Intake | undefined => {
  const protocol = protocolOf(client)
  const onPayload = protocol?.['_onPayload']
  if (protocol === undefined || typeof onPayload !== 'function' || !hasFunctions(protocol, ['parse', '_parse'])) return undefined
  // A decipher of ssh2, and ours, stops behind a packet for which it is answered false.
  protocol['_onPayload'] = (payload: Buffer): unknown => {
    const verdict: unknown = (onPayload as (payload: Buffer) => unknown)(payload)
    return verdict === undefined && isUsedUp() ? false : verdict
  }
  const parse = (chunk: Buffer, from: number, to: number): void => onChunk(chunk.subarray(from, to))
  protocol['parse'] = parse
  return {
    take: (piece) => {
      const next: unknown = (protocol['_parse'] as (...parts: unknown[]) => unknown).call(protocol, piece, 0, piece.length)
      return typeof next === 'number' ? Math.min(next, piece.length) : piece.length
    },
    isOver: () => protocol['parse'] !== parse,
  }
}

/** What one packet may hold when it is inflated. */
export interface PayloadLimits {
  readonly mostInflated: number
  readonly onTooLarge: () => void
}

/**
 * Passes each payload, authentic and inflated, through `judge` before ssh2 acts on it. Called before anything has come; false where the shape is
 * not that of 1.17.
 *
 * SECURITY: ssh2's own bound on what a packet inflates to is the largest Buffer of Node.
 */
export const judgePayloads = (client: Client, judge: (payload: Buffer) => Buffer, limits: PayloadLimits): boolean => {
  const packets = protocolOf(client)?.['_packetRW']
  if (!isRecord(packets) || !isRecord(packets['read']) || !hasFunctions(packets['read'], ['read', 'cleanup'])) return false
  interface Reader {
    readonly read: (payload: Buffer) => Buffer
    readonly cleanup: () => void
  }
  let reader = packets['read'] as unknown as Reader
  const guarded: Reader = {
    read: (payload) => judge(inflate(payload)),
    cleanup: () => reader.cleanup(),
  }
  const inflate = (payload: Buffer): Buffer => {
    try {
      return reader.read(payload)
    } catch (error) {
      if (error instanceof Error && error.message.startsWith('Output length exceeded')) limits.onTooLarge()
      throw error
    }
  }
  Object.defineProperty(packets, 'read', {
    configurable: true,
    enumerable: true,
    get: () => guarded,
    // After the log-in one that inflates takes its place.
    set: (next: Reader & { readonly _zlib?: unknown }) => {
      reader = next
      if (isRecord(next._zlib)) next._zlib['_maxOutputLength'] = limits.mostInflated
    },
  })
  return true
}

/**
 * Strict key exchange, of which ssh2 makes no exception for the exchanges after the first. Returns a function that has it let one packet
 * pass: the one that is being judged. Does nothing where the shape is not that of 1.17, and ssh2 then ends the connection.
 *
 * SECURITY: what strict key exchange protects against (Terrapin) is over with the first one; later packets are authentic and numbered.
 */
export const relaxStrictKeyExchange = (client: Client): (() => void) => {
  const protocol = protocolOf(client)
  if (protocol === undefined || !('_strictMode' in protocol)) return () => undefined
  let isStrict = protocol['_strictMode']
  let isPassing = false
  Object.defineProperty(protocol, '_strictMode', {
    configurable: true,
    enumerable: true,
    // ssh2 asks it first about the packet itself. Each later question is about the sequence numbers, which are reset as ever.
    get: () => {
      const answer = isPassing ? false : isStrict
      isPassing = false
      return answer
    },
    set: (strict: unknown) => {
      isStrict = strict
    },
  })
  return () => {
    isPassing = true
  }
}

/** The channel with that number of ours: one that is open, one whose opening is awaited, or none. */
export const channelAt = (client: Client, id: number): ClientChannel | 'opening' | undefined => {
  const { _chanMgr: manager } = client as unknown as { readonly _chanMgr?: unknown }
  const channels = isRecord(manager) ? manager['_channels'] : undefined
  const channel = isRecord(channels) ? channels[id] : undefined
  if (typeof channel === 'function') return 'opening'
  return isRecord(channel) ? (channel as unknown as ClientChannel) : undefined
}

/** How many answers of the server are awaited: to global requests, or to requests of a channel. */
export const awaitedAnswers = (of: Client | ClientChannel): number => {
  const { _callbacks: waiting } = of as unknown as { readonly _callbacks?: unknown }
  return Array.isArray(waiting) ? waiting.length : 0
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
