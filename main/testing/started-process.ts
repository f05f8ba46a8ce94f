import { spawn } from 'node:child_process'
import { createWriteStream, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { findProgram } from './components.ts'
import { processTree, signalAll } from './process-tree.ts'
import { waitUntil } from './wait-until.ts'

export interface StartedProcess {
  readonly pid: number
  /** What it has printed so far, both streams. */
  readonly log: () => string
  /** The exit code, or null where a signal ended it. */
  readonly exited: Promise<number | null>
  /** SIGTERM, then SIGKILL after 2 s, to it and to all it started. */
  readonly stop: () => Promise<void>
}

const running = new Set<number>()
process.on('exit', () => {
  for (const pid of running) signalAll(processTree(pid), 'SIGKILL')
})

/**
 * Starts a daemon in the foreground and resolves once `ready` holds. Its output goes to `logFile`. It dies with this process: by the
 * exit hook above, and where this process is killed outright by the kernel's parent-death signal (prctl(2)), set by setpriv(1).
 */
export const startProcess = async (options: {
  readonly program: string
  readonly args: readonly string[]
  readonly logFile: string
  readonly env?: NodeJS.ProcessEnv
  /** Given to it whole; nothing otherwise. */
  readonly stdin?: string
  readonly ready: (log: string) => boolean | Promise<boolean>
}): Promise<StartedProcess> => {
  const { program, args, logFile } = options
  const setpriv = process.platform === 'linux' ? findProgram('setpriv') : undefined
  const [command, commandArgs] =
    setpriv === undefined ? [program, args] : [setpriv, ['--pdeathsig', 'TERM', '--', program, ...args]]
  const output = createWriteStream(logFile, { flags: 'a' })
  await new Promise<void>((resolve, reject) => {
    output.once('open', () => resolve())
    output.once('error', reject)
  })
  // The daemon writes into the file itself: nothing is lost when this process is busy, and a full pipe never stops it.
  const child = spawn(command, commandArgs, { stdio: ['pipe', output, output], env: options.env ?? process.env })
  child.stdin.on('error', () => undefined)
  child.stdin.end(options.stdin)
  output.end()
  const log = (): string => readFileSync(logFile, 'utf8')
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('exit', resolve)
    child.once('error', reject)
  })
  const { pid } = child
  if (pid === undefined) return exited.then(() => Promise.reject(new Error(`${program} did not start`)))
  running.add(pid)
  void exited.then(() => running.delete(pid))

  const gone = (): boolean => child.exitCode !== null || child.signalCode !== null
  const stop = async (): Promise<void> => {
    const tree = processTree(pid)
    // A frozen process takes its SIGTERM only when it is woken.
    signalAll(tree, 'SIGCONT')
    if (!gone()) signalAll([pid], 'SIGTERM')
    await Promise.race([exited, sleep(2000, undefined, { ref: false })])
    signalAll(tree, 'SIGKILL')
    await exited
  }
  try {
    await waitUntil(
      () => {
        if (gone()) throw new Error(`${program} ended at once:\n${log()}`)
        return options.ready(log())
      },
      { what: `${program} to be ready` },
    )
  } catch (error) {
    await stop()
    throw error
  }
  return { pid, log, exited, stop }
}
