import type { Failure } from '../contract/failure.ts'
import { attacks } from '../main/testing/hostile-servers.ts'
import { startSshd } from '../main/testing/sshd.ts'
import { startChild } from './child.ts'
import type { VictimAnswer, VictimQuestion } from './hostile-victim.ts'

export interface HostileResult extends VictimAnswer {
  readonly attack: string
  /** The connection ended as it should, in bounds of time and memory, and the other account's mail flowed. */
  readonly withstood: boolean
}

/** Bars of each attack. */
const mostStandstillMs = 100
const mostMebibytes = 64

/** Meets each hostile server in turn with an engine in a process of its own, beside an account at a real sshd whose mail goes on. */
export const measureHostile = async (
  onResult: (result: HostileResult) => void,
  mostMs = 5000,
): Promise<readonly HostileResult[]> => {
  const sshd = await startSshd({ config: ['LogLevel INFO'] })
  const destination = startChild<object, number>('load-server.ts')
  const results: HostileResult[] = []
  try {
    const destinationPort = await destination.ask({})
    for (const attack of attacks) {
      const server = await attack.start()
      const victim = startChild<VictimQuestion, VictimAnswer>('hostile-victim.ts')
      try {
        const answer = await victim.ask({
          attack: attack.name,
          attackPort: server.port,
          mostMs: attack.failure === undefined ? mostMs : 60_000,
          honest: { port: sshd.port, user: sshd.user, clientKeyFile: sshd.clientKeyFile, destinationPort },
        })
        const result = { ...answer, attack: attack.name, withstood: isWithstood(answer, attack.failure) }
        results.push(result)
        onResult(result)
      } finally {
        await victim.stop()
        await server.stop()
      }
    }
  } finally {
    await destination.stop()
    await sshd.stop()
  }
  return results
}

const reasonOf = (failure: Failure | undefined): string | undefined =>
  failure !== undefined && 'reason' in failure ? failure.reason : undefined

const isWithstood = (answer: VictimAnswer, wanted: (typeof attacks)[number]['failure']): boolean =>
  answer.longestStandstillMs < mostStandstillMs &&
  answer.addedMebibytes < mostMebibytes &&
  answer.mailBytes > 0 &&
  answer.failure?.code === wanted?.code &&
  (wanted?.reason === undefined || reasonOf(answer.failure) === wanted.reason)

const line = (...[attack, standstill, memory, failure, mail]: readonly [string, string, string, string, string]): string =>
  [attack.padEnd(62), standstill.padStart(10), memory.padStart(8), ` ${failure.padEnd(44)}`, mail.padStart(10)].join(' ')

export const hostileHead = `hostile servers · bar < ${mostStandstillMs} ms, < +${mostMebibytes} MiB, the right failure, mail of another account
${line('  a server that sends', 'standstill', 'memory', 'failure', 'other mail')}`

export const hostileLine = ({
  attack,
  longestStandstillMs,
  addedMebibytes,
  failure,
  mailBytes,
  withstood,
}: HostileResult): string => {
  const told = failure === undefined ? '(stays up)' : [failure.code, reasonOf(failure)].join(' ')
  const [standstill, memory] = [`${longestStandstillMs.toFixed(0)} ms`, `+${addedMebibytes.toFixed(0)} MiB`]
  return `${line(`  ${attack}`, standstill, memory, told, `${mailBytes} B`)}  ${withstood ? 'ok' : 'SHORT'}`
}
