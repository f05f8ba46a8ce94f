import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { electronCommand, type ElectronCommand } from './launch-postern.ts'

/** A Postern without Playwright's debugger in main, which would change how Electron ends, and which a packaged Postern does not allow. */
export interface StartedPostern {
  readonly child: ChildProcess
  /** Its exit code; null if a signal ended it. */
  readonly ended: Promise<number | null>
  readonly output: () => string
}

const running = new Set<ChildProcess>()

/** Starts the built Postern in Electron, or the packaged one that `command` names. */
export const startPostern = (
  dataDir: string,
  options: {
    readonly command?: ElectronCommand
    /** Options of Electron's. */
    readonly args?: readonly string[]
    /** Options of Postern's. */
    readonly after?: readonly string[]
    readonly env?: NodeJS.ProcessEnv
  } = {},
): StartedPostern => {
  const { executablePath = 'electron', args } = options.command ?? electronCommand
  const child = spawn(executablePath, [...(options.args ?? []), ...args, ...(options.after ?? [])], {
    env: { ...process.env, POSTERN_DATA_DIR: dataDir, LC_ALL: 'en_GB.UTF-8', SSH_AUTH_SOCK: undefined, ...options.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running.add(child)
  let output = ''
  child.stdout.on('data', (bytes: Buffer) => (output += String(bytes)))
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  void ended.then(() => running.delete(child))
  return { child, ended, output: () => output }
}

/** Ends the processes that a test left running. */
export const endStarted = async (): Promise<void> => {
  for (const child of [...running]) {
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
}
