import { existsSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { runProgram, type ProgramResult } from './run-program.ts'
import { startProcess } from './started-process.ts'

/** The built command. `npm ci` builds it, and so does real-setup.ts before the tests. */
export const posternScript = path.resolve(import.meta.dirname, '../../out/main/postern.js')

/** Secrets that the command reads from file descriptors, as from a script. */
export interface Secrets {
  readonly passphrase?: string
  readonly password?: string
}

const ReadySchema = z.object({
  event: z.literal('ready'),
  forwards: z.array(z.object({ id: z.string(), service: z.string(), localPort: z.number() })),
})
const EventSchema = z.looseObject({ event: z.string() })
export type UpEvent = z.infer<typeof EventSchema>

/** A `postern up --json` that is ready. */
export interface RunningTunnel {
  readonly pid: number
  /** The local port of each forward, by the forward's id. */
  readonly ports: Readonly<Record<string, number>>
  readonly events: () => readonly UpEvent[]
  readonly log: () => string
  /** Its exit code once it has ended by itself; null after a signal. */
  readonly exited: Promise<number | null>
  /** Ends it as a person or a script would. Returns its exit code; null if it had to be killed. */
  readonly stop: (signal?: 'SIGINT' | 'SIGTERM') => Promise<number | null>
}

/** The command `postern` with a data folder of its own. */
export interface PosternCommand {
  readonly dataDir: string
  readonly run: (args: readonly string[], secrets?: Secrets) => Promise<ProgramResult>
  /** Like `run`, but rejects with the output if the exit code is not 0. */
  readonly must: (args: readonly string[], secrets?: Secrets) => Promise<string>
  readonly up: (account: string, secrets?: Secrets) => Promise<RunningTunnel>
}

const secretArgs = ({
  passphrase,
  password,
}: Secrets): { readonly args: readonly string[]; readonly descriptors: readonly string[] } => {
  const given = Object.entries({ passphrase, password }).flatMap(([name, secret]) =>
    secret === undefined ? [] : [{ name, secret }],
  )
  return {
    args: given.flatMap(({ name }, index) => [`--${name}-fd`, String(3 + index)]),
    descriptors: given.map(({ secret }) => secret),
  }
}

const eventsIn = (log: string): readonly UpEvent[] =>
  log
    .split('\n')
    // The last line may be incomplete. stderr is for people.
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => EventSchema.parse(JSON.parse(line)))

/** Returns a `PosternCommand`. `command` is the built command under this Node, or an executable that contains it. */
export const posternCommand = (
  dataDir: string,
  environment: NodeJS.ProcessEnv = {},
  command: readonly [program: string, ...args: readonly string[]] = [process.execPath, posternScript],
): PosternCommand => {
  if (!existsSync(posternScript)) throw new Error('out/main/postern.js is not there: run npm run build')
  const [program, ...before] = command
  const env = { ...process.env, LC_ALL: 'C.UTF-8', ...environment, POSTERN_DATA_DIR: dataDir }
  const run = (args: readonly string[], secrets: Secrets = {}): Promise<ProgramResult> => {
    const { args: more, descriptors } = secretArgs(secrets)
    return runProgram(program, [...before, ...args, ...more], { env, descriptors })
  }
  let tunnels = 0
  return {
    dataDir,
    run,
    must: async (args, secrets) => {
      const { code, stdout, stderr } = await run(args, secrets)
      if (code !== 0) throw new Error(`postern ${args.join(' ')} gave ${code ?? 'a signal'}: ${stderr}${stdout}`)
      return stdout
    },
    up: async (account, secrets = {}) => {
      const { args, descriptors } = secretArgs(secrets)
      const started = await startProcess({
        program,
        args: [...before, 'up', account, '--json', ...args],
        logFile: `${dataDir}.up-${++tunnels}.log`,
        env,
        descriptors,
        ready: (log) => eventsIn(log).some(({ event }) => event === 'ready'),
      })
      const events = () => eventsIn(started.log())
      const { forwards } = ReadySchema.parse(events().find(({ event }) => event === 'ready'))
      return {
        pid: started.pid,
        ports: Object.fromEntries(forwards.map(({ id, localPort }) => [id, localPort])),
        events,
        exited: started.exited,
        log: started.log,
        stop: (signal = 'SIGTERM') => started.stop(signal),
      }
    },
  }
}
