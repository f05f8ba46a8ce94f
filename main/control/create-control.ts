import type { Account } from '../../contract/account.ts'
import { FailureError, type Failure } from '../../contract/failure.ts'
import { checkLiveness } from './control-client.ts'
import { openControlEndpoint, type AnswerControl, type ControlEndpoint } from './control-endpoint.ts'
import {
  readRunEntry,
  removeRunEntry,
  removeSocket,
  withRunFolder,
  writeRunEntry,
  type Claimed,
  type RunEntry,
} from './run-folder.ts'

/** Releases a claim. Never rejects: the next process that finds a remaining entry removes it. */
export type Release = () => Promise<void>

/** The claims of this process on the data folder, and its endpoint for other processes. */
export interface Control {
  /** Rejects `account-running` if a living process has the account; removes the entry of a dead one. */
  readonly claimAccount: (account: Pick<Account, 'id' | 'name'>) => Promise<Release>
  /** For the window: one application to a data folder. Rejects `application-running`. */
  readonly claimApplication: () => Promise<Release>
  /** Releases every claim, and resolves when every request is answered. */
  readonly close: () => Promise<void>
}

export const createControl = ({ dataDir, answer }: { readonly dataDir: string; readonly answer: AnswerControl }): Control => {
  let endpoint: Promise<ControlEndpoint> | undefined
  const held = new Set<RunEntry>()
  const closing: Promise<void>[] = []
  // Changes run one after the other: the lock of the folder is for other processes, and this process would wait for itself.
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = <Result>(act: () => Promise<Result>): Promise<Result> => {
    const done = turn.then(act)
    turn = done.catch(() => undefined)
    return done
  }

  const take = async (claimed: Claimed, taken: (pid: number) => Failure): Promise<Release> => {
    const entry = await withRunFolder(dataDir, async () => {
      const previous = await readRunEntry(dataDir, claimed)
      if (previous !== undefined && (await checkLiveness(previous)) !== 'dead') throw new FailureError(taken(previous.pid))
      if (previous !== undefined) {
        await removeRunEntry(dataDir, previous)
        await removeSocket(dataDir, previous.address)
      }
      endpoint ??= openControlEndpoint(dataDir, answer)
      const { address, token } = await endpoint
      const entry: RunEntry = { claimed, pid: process.pid, address, token }
      await writeRunEntry(dataDir, entry)
      return entry
    })
    held.add(entry)
    return () => inTurn(() => release(entry))
  }

  // Without the folder's lock: while this process listens, no other one takes the entry for a dead one's.
  const release = async (entry: RunEntry): Promise<void> => {
    if (!held.delete(entry)) return
    await removeRunEntry(dataDir, entry).catch(() => undefined)
    if (held.size > 0 || endpoint === undefined) return
    // Not awaited: closing ends when every request is answered, and the request for this release may be one of them.
    closing.push(endpoint.then((opened) => opened.close()).catch(() => undefined))
    endpoint = undefined
  }

  return {
    claimAccount: ({ id, name }) => inTurn(() => take(id, (pid) => ({ code: 'account-running', account: name, pid }))),
    claimApplication: () => inTurn(() => take('application', (pid) => ({ code: 'application-running', pid }))),
    close: async () => {
      await inTurn(async () => {
        for (const entry of held) await release(entry)
      })
      await Promise.all(closing)
    },
  }
}
