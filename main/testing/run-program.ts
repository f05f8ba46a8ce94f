import { spawn } from 'node:child_process'
import { findProgram } from './components.ts'

export interface ProgramResult {
  /** null where a signal ended it. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program to its end, whatever its exit code, and gives what it printed. Killed after `timeoutMs` (30 s). */
export const runProgram = (
  program: string,
  args: readonly string[],
  options: {
    readonly stdin?: string | Uint8Array
    readonly env?: NodeJS.ProcessEnv
    readonly cwd?: string
    readonly timeoutMs?: number
  } = {},
): Promise<ProgramResult> =>
  new Promise((resolve, reject) => {
    const child = spawn(findProgram(program) ?? program, args, {
      env: options.env ?? process.env,
      cwd: options.cwd,
      timeout: options.timeoutMs ?? 30_000,
      killSignal: 'SIGKILL',
    })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
    child.once('error', reject)
    child.once('close', (code) =>
      resolve({ code, stdout: Buffer.concat(out).toString('utf8'), stderr: Buffer.concat(err).toString('utf8') }),
    )
    // A program that does not read its input to the end is no fault of the test's.
    child.stdin.on('error', () => undefined)
    child.stdin.end(options.stdin)
  })

/** As runProgram, but an exit code other than 0 rejects with what the program said. Gives its stdout. */
export const mustRun = async (...parameters: Parameters<typeof runProgram>): Promise<string> => {
  const { code, stdout, stderr } = await runProgram(...parameters)
  if (code !== 0) throw new Error(`${parameters[0]} ${parameters[1].join(' ')} gave ${code ?? 'a signal'}: ${stderr}${stdout}`)
  return stdout
}
