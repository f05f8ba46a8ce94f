import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Failure } from '../contract/failure.ts'
import { connect } from '../main/ssh/connect.ts'
import type { Channel } from '../main/ssh/connection.ts'
import { connectOptions } from '../main/testing/connect-options.ts'
import { attacks } from '../main/testing/hostile-servers.ts'
import { meetAttack } from '../main/testing/meet-attack.ts'
import { serveParent } from './child.ts'
import { requestOf } from './load-request.ts'
import { readPrivateKey } from '../main/testing/private-key.ts'

// Postern's engine in a process of its own, with one account at an honest sshd and one at a hostile server.

export interface VictimQuestion {
  readonly attack: string
  readonly attackPort: number
  /** An attack that does not end the connection is met for so long. */
  readonly mostMs: number
  readonly honest: {
    readonly port: number
    readonly user: string
    readonly clientKeyFile: string
    readonly destinationPort: number
  }
}

export interface VictimAnswer {
  readonly longestStandstillMs: number
  readonly addedMebibytes: number
  readonly failure: Failure | undefined
  readonly mailBytes: number
}

const mebibyte = 1024 * 1024

const openMail = async ({ honest }: VictimQuestion): Promise<Channel> => {
  const connection = await connect(
    connectOptions(honest.port, {
      user: honest.user,
      authentication: [{ type: 'key', name: 'client', unlock: async () => await readPrivateKey(honest.clientKeyFile) }],
    }),
  )
  const mail = await connection.openChannel({ host: '127.0.0.1', port: honest.destinationPort })
  mail.on('error', () => undefined)
  mail.write(requestOf('echo'))
  return mail
}

serveParent(async (question: VictimQuestion): Promise<VictimAnswer> => {
  const attack = attacks.find(({ name }) => name === question.attack)
  if (attack === undefined) throw new Error('no such attack')
  const mail = await openMail(question)
  let mailBytes = 0
  let isOver = false
  const carry = async (): Promise<void> => {
    while (!isOver) {
      mail.write('a line of mail\r\n')
      const [answer] = (await once(mail, 'data')) as [Buffer]
      mailBytes += answer.length
    }
  }
  void carry()
  // Code is compiled, and the garbage of the start is gone.
  await sleep(1000)
  globalThis.gc?.()

  mailBytes = 0
  const memoryBefore = process.memoryUsage.rss()
  let mostMemory = memoryBefore
  let longestStandstillMs = 0
  let lastTurn = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    // The timer's own time is no standstill.
    longestStandstillMs = Math.max(longestStandstillMs, now - lastTurn - 1)
    lastTurn = now
    mostMemory = Math.max(mostMemory, process.memoryUsage.rss())
  }, 1)
  const failure = await meetAttack(attack, { port: question.attackPort, mostMs: question.mostMs })
  await sleep(100)
  clearInterval(timer)
  isOver = true
  return { longestStandstillMs, addedMebibytes: (mostMemory - memoryBefore) / mebibyte, failure, mailBytes }
})
