import type { Account } from '../../../../contract/account.ts'
import { failureOf } from '../../../../contract/failure.ts'
import type { Ask } from '../../../../contract/question.ts'
import { findProcess, whileEnding, type EndingProcess } from '../../../control/ask-running.ts'
import type { Cli } from '../cli.ts'
import { startEngine, type StartedEngine } from './start-engine.ts'

/**
 * Connects a tunnel in another process, and resolves when it serves mail clients. That process has the account, is the application, or is a
 * new engine in the background. Rejects with its failure.
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
        const result = await running.ask<'up'>({ request: 'up', account: account.id, lingerSeconds })
        return result === undefined ? { ending: running.pid } : { pid: running.pid, forwards: result.forwards }
      }
      const { ownProgram, interrupted } = cli
      return await startEngine({ ownProgram, accountId: account.id, lingerSeconds: lingerSeconds ?? null, ask, interrupted })
    } catch (error) {
      return claimedMeanwhile(error)
    }
  })

/** If two commands start an engine at once, the second command asks the first engine. */
const claimedMeanwhile = (error: unknown): EndingProcess => {
  const failure = failureOf(error)
  if (failure?.code !== 'account-running') throw error
  return { ending: failure.pid }
}
