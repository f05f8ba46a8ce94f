import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectOptions } from '../testing/connect-options.ts'
import { attacks } from '../testing/hostile-servers.ts'
import { meetAttack } from '../testing/meet-attack.ts'
import { startSshServer } from '../testing/ssh-server.ts'
import { startTcpServer } from '../testing/tcp-ends.ts'
import { connect } from './connect.ts'
import type { Channel } from './connection.ts'

/** Another account's mail: a channel to a server that returns each byte. */
const stops: (() => Promise<unknown>)[] = []
let mail: Channel
beforeAll(async () => {
  const mailServer = await startTcpServer((socket) => socket.pipe(socket))
  const ssh = await startSshServer({ users: [{ name: 'bob', password: 'bob-password' }] })
  const connection = await connect(connectOptions(ssh.port))
  mail = await connection.openChannel({ host: '127.0.0.1', port: mailServer.port })
  // Its connection is ended at the end.
  mail.on('error', () => undefined)
  stops.push(connection.end, ssh.stop, mailServer.stop)
})
afterAll(async () => {
  for (const stop of stops) await stop()
})

const carryMail = (): { readonly carried: () => number; readonly stop: () => Promise<void> } => {
  let carried = 0
  let stopped = false
  const run = async (): Promise<void> => {
    while (!stopped) {
      mail.write('a line of mail\r\n')
      const [answer] = (await once(mail, 'data')) as [Buffer]
      carried += answer.length
    }
  }
  const running = run()
  return {
    carried: () => carried,
    stop: async () => {
      stopped = true
      await running
    },
  }
}

describe('a hostile server', () => {
  test.each(attacks.map((attack) => [attack.name, attack] as const))(
    'that sends %s does not stop the mail of another account',
    async (_name, attack) => {
      const server = await attack.start()
      const { carried, stop } = carryMail()
      try {
        await expect.poll(carried).toBeGreaterThan(0)
        const failure = await meetAttack(attack, { port: server.port, mostMs: attack.failure === undefined ? 500 : 15_000 })
        if (attack.failure === undefined) expect(failure).toBeUndefined()
        else expect(failure).toMatchObject(attack.failure)
        const before = carried()
        await expect.poll(carried).toBeGreaterThan(before)
      } finally {
        await stop()
        await server.stop()
      }
    },
  )
})
