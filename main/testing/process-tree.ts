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
      // It ended between the listing and the reading.
    }
  }
  return found
}

/** `root` and everything it started, parents before children. sshd's children leave its process group, so a group is not enough. */
export const processTree = (root: number): readonly number[] => {
  const parentOf = process.platform === 'linux' ? parents() : new Map<number, number>()
  const tree = [root]
  for (const parent of tree) {
    for (const [pid, itsParent] of parentOf) if (itsParent === parent) tree.push(pid)
  }
  return tree
}

/** Sends `signal` to each process that is still there. */
export const signalAll = (pids: readonly number[], signal: NodeJS.Signals): void => {
  for (const pid of pids) {
    try {
      process.kill(pid, signal)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}
