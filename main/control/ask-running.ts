import { setTimeout as sleep } from 'node:timers/promises'
import { FailureError } from '../../contract/failure.ts'
import { askProcess, checkLiveness } from './control-client.ts'
import type { ControlRequest, ControlRequestName, ControlResults } from './control-message.ts'
import {
  listRunEntries,
  readRunEntry,
  removeRunEntry,
  removeSocket,
  withRunFolder,
  type Claimed,
  type RunEntry,
} from './run-folder.ts'

/** A run entry of a living process, with its answer. A process that does not answer may be stopped by ^Z. */
export type RunningAccount =
  | { readonly entry: RunEntry; readonly seen: 'running'; readonly answer: ControlResults['status'] }
  | { readonly entry: RunEntry; readonly seen: 'not-answering' }

/** Asks every process of this data folder for its status, each once, and removes the files of dead processes. */
export const askRunning = async (dataDir: string): Promise<readonly RunningAccount[]> => {
  const entries = await listRunEntries(dataDir)
  const addresses = [...new Set(entries.map(({ address }) => address))]
  const running = await Promise.all(
    addresses.map(async (address) => {
      const claims = entries.filter((entry) => entry.address === address)
      const seen = await statusAt(dataDir, claims)
      return claims.flatMap((entry): readonly RunningAccount[] => {
        if (seen === 'gone') return []
        return [seen === 'not-answering' ? { entry, seen } : { entry, seen: 'running', answer: seen }]
      })
    }),
  )
  return running.flat()
}

const statusAt = async (
  dataDir: string,
  claims: readonly RunEntry[],
): Promise<ControlResults['status'] | 'gone' | 'not-answering'> => {
  const [first] = claims
  if (first === undefined) return 'gone'
  const reply = await askProcess<'status'>(first, { request: 'status' })
  if (reply.was === 'answered' && reply.answer.ok) return reply.answer
  if (reply.was === 'not-answering') return 'not-answering'
  if (reply.was === 'dead') for (const entry of claims) await clearUp(dataDir, entry)
  return 'gone'
}

/** Removes the files of a dead process. Another process may have claimed the account between the look and the lock. */
const clearUp = (dataDir: string, entry: RunEntry): Promise<void> =>
  withRunFolder(dataDir, async () => {
    if ((await checkLiveness(entry)) !== 'dead') return
    await removeRunEntry(dataDir, entry)
    await removeSocket(dataDir, entry.address)
  })

/** A living process of this data folder. */
export interface RunningProcess {
  readonly pid: number
  /** Whether it is the application, which has claimed the whole data folder. */
  readonly isApplication: boolean
  /** Returns undefined if the process ends without an answer. Rejects with its failure, and with `process-not-answering`. */
  readonly ask: <Name extends ControlRequestName>(
    asked: Extract<ControlRequest, { request: Name }>,
  ) => Promise<ControlResults[Name] | undefined>
}

/** The process that has the account; undefined where none has. Rejects `process-not-answering` if it lives and does not answer. */
export const findHolder = async (dataDir: string, accountId: string): Promise<RunningProcess | undefined> => {
  const entry = await livingEntry(dataDir, accountId)
  if (entry === undefined) return undefined
  const application = await readRunEntry(dataDir, 'application')
  return runningProcess(entry, application?.address === entry.address)
}

/** The process that has the account, or else the application, which could have it. Rejects as `findHolder`. */
export const findProcess = async (dataDir: string, accountId: string): Promise<RunningProcess | undefined> => {
  const holder = await findHolder(dataDir, accountId)
  if (holder !== undefined) return holder
  const application = await livingEntry(dataDir, 'application')
  return application === undefined ? undefined : runningProcess(application, true)
}

const livingEntry = async (dataDir: string, claimed: Claimed): Promise<RunEntry | undefined> => {
  const entry = await readRunEntry(dataDir, claimed)
  if (entry === undefined) return undefined
  const seen = await statusAt(dataDir, [entry])
  if (seen === 'gone') return undefined
  if (seen === 'not-answering') throw new FailureError({ code: 'process-not-answering', pid: entry.pid })
  return entry
}

const runningProcess = (entry: RunEntry, isApplication: boolean): RunningProcess => ({
  pid: entry.pid,
  isApplication,
  ask: async <Name extends ControlRequestName>(asked: Extract<ControlRequest, { request: Name }>) => {
    const reply = await askProcess<Name>(entry, asked)
    if (reply.was === 'not-answering') throw new FailureError({ code: 'process-not-answering', pid: entry.pid })
    if (reply.was !== 'answered') return undefined
    if (!reply.answer.ok) throw new FailureError(reply.answer.failure)
    return reply.answer
  },
})

const pauseMs = 100
const mostLooks = 50

/** The result of asking a process that is ending: the request must be repeated. */
export interface EndingProcess {
  /** Its process id. */
  readonly ending: number
}

/**
 * Repeats `act` while the process that it asked is ending. Rejects `process-not-answering` if that process does not end.
 */
export const whileEnding = async <Result extends object>(act: () => Promise<Result | EndingProcess>): Promise<Result> => {
  // Counts the tries and not the time, because one try may last until another process has started.
  for (let look = 1; ; look++) {
    const result = await act()
    if (!('ending' in result)) return result
    if (look === mostLooks) throw new FailureError({ code: 'process-not-answering', pid: result.ending })
    await sleep(pauseMs)
  }
}
