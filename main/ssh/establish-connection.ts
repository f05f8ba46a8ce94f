import type { Duplex } from 'node:stream'
import ssh2 from 'ssh2'
import { failureOf } from '../../contract/failure.ts'
import type { Connection } from './connection.ts'
import { execute } from './channel/execute.ts'
import { performHandshake } from './handshake.ts'
import type { HandshakeContext } from './handshake.ts'
import { countStream } from './transport/stream-counters.ts'
import { createConnectionEnd } from './transport/connection-end.ts'
import { watchLiveness } from './transport/liveness.ts'
import { openChannel } from './channel/open-channel.ts'
import { sendDisconnect } from './transport/send-disconnect.ts'
import { measureRoundTrip } from './ssh2/client-internals.ts'

/** Makes a connection on a stream whose next bytes are the server's identification line. Rejects with FailureError. */
export const establishConnection = async (stream: Duplex, context: HandshakeContext): Promise<Connection> => {
  const { host, keepaliveMs, keepaliveTimeoutMs } = context.options
  const client = new ssh2.Client()
  const counters = countStream(stream)
  const end = createConnectionEnd(stream, host)
  const { closed, onEnd } = end
  const { facts, inbound } = await performHandshake(client, stream, end, context)
  const read = () => ({ ...counters(), useful: inbound.useful() })

  const peerSilent = (silentMs: number): void => end.fail({ code: 'peer-silent', host, seconds: Math.round(silentMs / 1000) })
  const stopWatching = watchLiveness(read, { keepaliveMs, keepaliveTimeoutMs }, peerSilent)
  void closed.then(stopWatching)
  const lost = () => failureOf(end.cause())

  return {
    facts,
    openChannel: async (destination, options) => {
      const channel = await openChannel({ client, host, lost, onEnd }, destination, options)
      end.destroyAtEnd(channel)
      return channel
    },
    execute: async (command, options) => await execute({ client, host, onEnd }, command, options),
    closed,
    probe: (timeoutMs) => {
      const stopProbing = watchLiveness(read, { keepaliveMs: 0, keepaliveTimeoutMs: timeoutMs }, peerSilent)
      // The answer ends the probe, and so does the end of the connection.
      void measureRoundTrip(client).then(stopProbing)
      void closed.then(stopProbing)
    },
    end: async () => {
      end.finishAsAsked()
      await sendDisconnect(client, stream)
    },
  }
}
