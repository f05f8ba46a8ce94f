import { spawn } from 'node:child_process'
import { createWriteStream, readFileSync } from 'node:fs'
import { findProgram } from './components.ts'
import { feed } from './feed.ts'
import { processTree, signalAll } from './process-tree.ts'
import { waitUntil } from './wait-until.ts'

export interface StartedProcess {
  readonly pid: number
  /** Its output so far, of both streams. */
  readonly log: () => string
  /** The exit code, or null if a signal ended it. */
  readonly exited: Promise<number | null>
  /** Sends it `signal` (SIGTERM), and SIGKILL to it and its descendants once it has ended, or after 5 s. Returns the exit code. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>
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
  readonly cwd?: string
  /** The whole content of its stdin; by default empty. */
  readonly stdin?: string
  /** The content of its descriptors 3, 4 …, for secrets. */
  readonly descriptors?: readonly string[]
  readonly ready: (log: string) => boolean | Promise<boolean>
  /** How long it may take until `ready` holds, in ms (10 s). */
  readonly timeoutMs?: number
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
  const descriptors = options.descriptors ?? []
  const stdio = ['pipe', output, output, ...descriptors.map(() => 'pipe' as const)] as const
  const child = spawn(command, commandArgs, { stdio: [...stdio], env: options.env ?? process.env, cwd: options.cwd })
  feed(child, [options.stdin, undefined, undefined, ...descriptors])
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
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> => {
    if (gone()) return exited
    const tree = processTree(pid)
    signalAll([pid], signal)
    const late = AbortSignal.timeout(5000)
    await Promise.race([exited, new Promise((resolve) => late.addEventListener('abort', resolve))])
    signalAll(gone() ? tree.slice(1) : tree, 'SIGKILL')
    return exited
  }
  try {
    await waitUntil(
      () => {
        if (gone()) throw new Error(`${program} ended at once:\n${log()}`)
        return options.ready(log())
      },
      { what: `${program} to be ready`, timeoutMs: options.timeoutMs ?? 30_000 },
    )
  } catch (error) {
    await stop()
    throw error
  }
  return { pid, log, exited, stop }
}
