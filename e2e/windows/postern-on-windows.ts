import path from 'node:path'
import { z } from 'zod'
import type { ProgramResult } from '../../main/testing/run-program.ts'
import type { StartedProcess } from '../../main/testing/started-process.ts'
import { runOnWindows, startOnWindows, windowsPath } from './windows-node.ts'

const EventSchema = z.looseObject({ event: z.string() })
export type UpEvent = z.infer<typeof EventSchema>

/** The events in the output of `up --json`. The last line may be incomplete. */
export const eventsIn = (printed: string): readonly UpEvent[] =>
  printed
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => EventSchema.parse(JSON.parse(line)))

/** The built command `postern`, in Windows' Node, for a person whose profile folder is `home`. */
export interface PosternOnWindows {
  readonly run: (...args: readonly string[]) => Promise<ProgramResult>
  /** Like `run`, but rejects with the command's output for another exit code than 0. Returns its stdout. */
  readonly must: (...args: readonly string[]) => Promise<string>
  /** Starts `postern up --json`, and resolves when it is ready. */
  readonly up: (account: string) => Promise<StartedProcess>
  /** Runs any other script of the copy, in the same environment. */
  readonly runScript: (script: string, ...args: readonly string[]) => Promise<ProgramResult>
  /** Starts a script of the copy that goes on, and resolves when it has printed `ready`. */
  readonly startScript: (ready: string, script: string, ...args: readonly string[]) => Promise<StartedProcess>
}

/** `copy` is the project with Windows' packages; `home` and `logs` are folders of this machine. */
export const posternOnWindows = ({
  copy,
  home,
  logs,
  env = {},
}: {
  readonly copy: string
  readonly home: string
  readonly logs: string
  readonly env?: NodeJS.ProcessEnv
}): PosternOnWindows => {
  const script = path.join(copy, 'out/main/postern.js')
  const options = { cwd: home, env: { POSTERN_DATA_DIR: undefined, SSH_AUTH_SOCK: undefined, LC_ALL: 'C.UTF-8', ...env } }
  const atHome = (file: string, args: readonly string[]): readonly [string, ...string[]] => [
    path.join(copy, 'e2e/windows/at-home.mjs'),
    windowsPath(home),
    windowsPath(file),
    ...args,
  ]
  const run = (...args: readonly string[]): Promise<ProgramResult> => runOnWindows(logs, atHome(script, args), options)
  return {
    run,
    must: async (...args) => {
      const { code, stdout, stderr } = await run(...args)
      if (code !== 0) throw new Error(`postern ${args.join(' ')} gave ${code ?? 'a signal'}: ${stderr}${stdout}`)
      return stdout
    },
    up: (account) =>
      startOnWindows(logs, atHome(script, ['up', account, '--json']), {
        ...options,
        ready: (printed) => eventsIn(printed).some(({ event }) => event === 'ready'),
      }),
    runScript: (file, ...args) => runOnWindows(logs, atHome(path.join(copy, file), args), options),
    startScript: (ready, file, ...args) =>
      startOnWindows(logs, atHome(path.join(copy, file), args), { ...options, ready: (printed) => printed.includes(ready) }),
  }
}
