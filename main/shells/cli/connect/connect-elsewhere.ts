import type { Account } from '../../../../contract/account.ts'
import { failureOf } from '../../../../contract/failure.ts'
import type { Ask } from '../../../../contract/question.ts'
import { findProcess, whileEnding, type EndingProcess } from '../../../control/ask-running.ts'
import type { Cli } from '../cli.ts'
import { startEngine, type StartedEngine } from './start-engine.ts'

/**
 * Has another process bring a tunnel up, and resolves when it serves mail clients: the one that has the account, the application, or else,
 * where there is a linger, an engine in the background. Rejects with its failure.
 */
export const connectElsewhere = (
  cli: Cli,
  account: Account,
  { ask, lingerSeconds }: { readonly ask: Ask; readonly lingerSeconds: number | null | undefined },
): Promise<StartedEngine> =>
  whileEnding(async () => {
    try {
      const running = await findProcess(cli.dataDir, account.id)
      if (running !== undefined) {
        const linger = lingerSeconds === undefined ? {} : { lingerSeconds }
        const result = await running.ask<'up'>({ request: 'up', account: account.id, ...linger })
        return result === undefined ? { ending: running.pid } : { pid: running.pid, forwards: result.forwards }
      }
      const { ownProgram, interrupted } = cli
      return await startEngine({ ownProgram, accountId: account.id, lingerSeconds: lingerSeconds ?? null, ask, interrupted })
    } catch (error) {
      return claimedMeanwhile(error)
    }
  })

/** Two commands at once: the one whose engine came second asks the first one's. */
const claimedMeanwhile = (error: unknown): EndingProcess => {
  const failure = failureOf(error)
  if (failure?.code !== 'account-running') throw error
  return { ending: failure.pid }
}
