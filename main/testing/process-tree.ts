import { readdirSync, readFileSync } from 'node:fs'

/** The parent of each process, read from /proc (proc(5): the fields after the last `)` of stat are state and parent). */
const parents = (): ReadonlyMap<number, number> => {
  const found = new Map<number, number>()
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      found.set(Number(entry), Number(fields[1]))
    } catch {
      // The process has ended meanwhile.
    }
  }
  return found
}

/** Returns `root` and its descendants, parents first. sshd's children leave its process group, so a group is not enough. */
export const processTree = (root: number): readonly number[] => {
  const parentOf = process.platform === 'linux' ? parents() : new Map<number, number>()
  const tree = [root]
  for (const parent of tree) {
    for (const [pid, itsParent] of parentOf) if (itsParent === parent) tree.push(pid)
  }
  return tree
}

/** Sends `signal` to each process that still exists. */
export const signalAll = (pids: readonly number[], signal: NodeJS.Signals): void => {
  for (const pid of pids) {
    try {
      process.kill(pid, signal)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}

/** Stops the processes that `find` returns until it finds no new one, so that none forks between a look and a signal. Returns all of them. */
export const stopped = (find: () => readonly number[]): readonly number[] => {
  let before: readonly number[] = []
  for (;;) {
    const found = find()
    const fresh = found.filter((pid) => !before.includes(pid))
    if (fresh.length === 0) return before
    signalAll(fresh, 'SIGSTOP')
    before = [...before, ...fresh]
  }
}
