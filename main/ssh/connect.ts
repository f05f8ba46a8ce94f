import type { Duplex } from 'node:stream'
import { FailureError } from '../../contract/failure.ts'
import { createBulkReadSocket } from './bulk-read-socket.ts'
import type { Connect, ConnectOptions } from './connection.ts'
import { createDeadline } from './deadline.ts'
import { dial } from './dial.ts'
import { exchangeIdentification } from './identification.ts'
import { openLink } from './link.ts'
import { AgentTookEveryTry } from './log-in.ts'
import { reachThrough } from './jump.ts'

/**
 * Reaches the server, checks its host key, logs in; see `Connect`. Rejects with FailureError or with the reason of `signal`. Where the
 * many keys of an agent used up the server's patience, it connects again and goes on without the agent.
 */
export const connect: Connect = async (options) => {
  try {
    return await connectOnce(options)
  } catch (error) {
    if (!(error instanceof AgentTookEveryTry)) throw error
    options.log?.('warn', 'the server refused too many keys of the agent; once more without it')
    return await connectOnce({ ...options, authentication: options.authentication.filter(({ type }) => type !== 'agent') })
  }
}

const connectOnce: Connect = async (options) => {
  const { host, port, connectTimeoutMs } = options
  const deadline = createDeadline(
    connectTimeoutMs,
    () => new FailureError({ code: 'connection-timeout', host, port, seconds: connectTimeoutMs / 1000 }),
  )
  const signal = options.signal === undefined ? deadline.signal : AbortSignal.any([options.signal, deadline.signal])
  try {
    const stream = await reach(options, signal)
    // Errors are told by whoever waits at the time; one that comes between two of them must not end the process.
    stream.on('error', () => undefined)
    try {
      const { software } = await exchangeIdentification(stream, { host, port }, signal)
      options.log?.('info', `${host} runs ${software}`)
      return await openLink(stream, { options, serverSoftware: software, deadline, signal })
    } catch (error) {
      stream.destroy()
      throw error
    }
  } finally {
    deadline.clear()
  }
}

const reach = async (options: ConnectOptions, signal: AbortSignal): Promise<Duplex> => {
  const { host, port, via, connectTimeoutMs } = options
  if (via !== undefined) return await reachThrough(via, { host, port, timeoutMs: connectTimeoutMs, signal })
  const socket = await dial({ host, port, signal, createSocket: createBulkReadSocket })
  options.log?.('info', `connected to ${socket.remoteAddress ?? host} port ${port}`)
  return socket
}
