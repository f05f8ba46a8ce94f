import { setTimeout as sleep } from 'node:timers/promises'
import { failureOf } from '../../contract/failure.ts'
import type { Failure } from '../../contract/failure.ts'
import { connect } from '../ssh/connect.ts'
import type { Channel, Connection } from '../ssh/connection.ts'
import { connectOptions } from './connect-options.ts'
import type { Act, Attack } from './hostile-servers.ts'

const destination = { host: 'mail.example', port: 110 }

const acts: Readonly<Record<Act, (connection: Connection) => Promise<unknown>>> = {
  wait: () => Promise.resolve(),
  execute: async (connection) => await connection.execute('true', { stdin: Buffer.from('x') }),
  'read-channel': async (connection) => keep(await connection.openChannel(destination)).resume(),
  'keep-channel-unread': async (connection) => keep(await connection.openChannel(destination)),
  'send-mail': async (connection) => {
    const channel = keep(await connection.openChannel(destination))
    const piece = Buffer.alloc(64 * 1024)
    while (!channel.destroyed)
      await new Promise<void>((resolve) => {
        channel.once('close', resolve)
        channel.write(piece, () => {
          channel.off('close', resolve)
          resolve()
        })
      })
  },
}

const keep = (channel: Channel): Channel => channel.on('error', () => undefined)

/**
 * Connects to the hostile server of `attack` and does what it waits for. Resolves with the failure that ends the connection, or with
 * undefined where it is up after `mostMs`; it is ended then.
 */
export const meetAttack = async (
  { act = 'wait', options }: Attack,
  { port, mostMs }: { readonly port: number; readonly mostMs: number },
): Promise<Failure | undefined> => {
  let connection: Connection
  try {
    connection = await connect(connectOptions(port, options))
  } catch (error) {
    const failure = failureOf(error)
    if (failure === undefined) throw error
    return failure
  }
  acts[act](connection).catch(() => undefined)
  const controller = new AbortController()
  const stillUp = sleep(mostMs, undefined, { signal: controller.signal }).catch(() => undefined)
  const failure = await Promise.race([connection.closed, stillUp])
  controller.abort()
  await connection.end()
  return failure
}
