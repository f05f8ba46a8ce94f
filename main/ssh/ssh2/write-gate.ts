import type { Client } from 'ssh2'
import { isExchangingKeys, transportOf } from './client-internals.ts'

/** Bytes that may wait for the SSH socket, of all channels together. The kernel's own buffer comes on top. */
const MOST_WAITING = 1024 * 1024

/** Admits the writers of one SSH connection in turn, and makes them wait while its socket is full. */
interface WriteGate {
  readonly pass: (write: () => void) => void
}

const gates = new WeakMap<Client, WriteGate>()

const createWriteGate = (client: Client): WriteGate => {
  const transport = transportOf(client)
  // Only a stream that has exceeded its own mark emits `drain`, so that mark counts too.
  const isBehind = (): boolean =>
    isExchangingKeys(client) || (transport !== undefined && transport.writableNeedDrain && transport.writableLength >= MOST_WAITING)
  const waiting: (() => void)[] = []
  const release = (): void => {
    while (waiting.length > 0 && !isBehind()) waiting.shift()?.()
  }
  transport?.on('drain', release)
  client.on('handshake', release)
  client.on('close', () => waiting.splice(0))
  return {
    pass: (write) => {
      if (waiting.length === 0 && !isBehind()) write()
      else waiting.push(write)
    },
  }
}

/**
 * Returns the one gate of `client`.
 *
 * SECURITY: ssh2 writes every packet to the socket's queue even if it is full, and queues packets without a bound during a key exchange;
 * only the server's window stops it. A server with a window of 4 GiB that reads nothing, or never ends a key exchange, would make all that
 * a mail client sends pile up here (282 MiB were seen).
 */
export const writeGateOf = (client: Client): WriteGate => {
  const known = gates.get(client)
  if (known !== undefined) return known
  const gate = createWriteGate(client)
  gates.set(client, gate)
  return gate
}
