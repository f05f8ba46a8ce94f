import { once } from 'node:events'
import type { Socket } from 'node:net'
import type { Connection } from 'ssh2'
import { expect, test } from 'vitest'
import { closeAfterEach } from '../../testing/close-after-each.ts'
import { connectOptions } from '../../testing/connect-options.ts'
import { leaveOutStrictKex } from '../../testing/hostile-servers.ts'
import { say, startLineServer } from '../../testing/line-server.ts'
import { failureFrom } from '../../testing/rejection.ts'
import { message, sendPayload, sshString, uint32 } from '../../testing/send-payload.ts'
import { startSshServer } from '../../testing/ssh-server.ts'
import { connect } from '../connect.ts'

const closeAfter = closeAfterEach()

const noise = {
  SSH_MSG_IGNORE: message(2, sshString('ignored')),
  SSH_MSG_UNIMPLEMENTED: message(3, uint32(0)),
  SSH_MSG_DEBUG: message(4, Buffer.from([0]), sshString('a word'), sshString('')),
}

const protocolOf = (connection: Connection) =>
  (connection as unknown as { readonly _protocol: { readonly rekey: () => void; readonly _kexinit: unknown } })._protocol

const serve = async (onConnection: (connection: Connection, socket: Socket) => void) => {
  const server = await startSshServer({ users: [{ name: 'bob', password: 'bob-password' }], forwarding: 'connect', onConnection })
  closeAfter(server.stop)
  return server
}

// ssh2-facts 27.
test.each(['strict', 'not strict'])(
  'SSH_MSG_IGNORE and the like in a later key exchange change nothing, where it is %s',
  async (kind) => {
    let peer: Connection | undefined
    const server = await serve((connection) => {
      peer = connection
      if (kind === 'not strict') leaveOutStrictKex(connection)
    })
    const mail = await startLineServer(() => ({ greeting: '+OK', onLine: (line) => say(line) }))
    closeAfter(mail.stop)
    const connection = await connect(connectOptions(server.port))
    closeAfter(connection.end)
    const channel = await connection.openChannel({ host: '127.0.0.1', port: mail.port })
    let received = ''
    channel
      .setEncoding('latin1')
      .on('error', () => undefined)
      .on('data', (text: string) => (received += text))

    for (const round of ['one', 'two', 'three']) {
      const rekeyed = once(peer!, 'rekey')
      protocolOf(peer!).rekey()
      expect(protocolOf(peer!)._kexinit).toBeDefined()
      for (const payload of Object.values(noise)) sendPayload(peer!, payload)
      await rekeyed
      channel.write(`${round}\r\n`)
      await expect.poll(() => received).toContain(round)
    }
    expect(received).toBe('+OK\r\none\r\ntwo\r\nthree\r\n')
  },
)

// SECURITY: a packet that an attacker inserts before the keys are in use would shift the sequence numbers (Terrapin).
test.each(Object.entries(noise))('%s in a first key exchange that is strict ends the connection', async (_, payload) => {
  const server = await serve((connection, socket) => {
    const inject = (): void => {
      if (protocolOf(connection)._kexinit === undefined) return
      socket.off('data', inject)
      sendPayload(connection, payload)
    }
    socket.prependListener('data', inject)
  })
  expect(await failureFrom(connect(connectOptions(server.port)))).toMatchObject({ code: 'server-misbehaved' })
})
