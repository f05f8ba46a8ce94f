import { spawn } from 'node:child_process'
import { findProgram } from './components.ts'
import { feed } from './feed.ts'

export interface ProgramResult {
  /** The exit code; null if a signal ended it. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly stdin?: string | Uint8Array
  /** The content of its descriptors 3, 4 …, for secrets. */
  readonly descriptors?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
  readonly timeoutMs?: number
}

/** Runs a program to its end and returns its output, whatever its exit code. Kills it after `timeoutMs` (30 s). */
export const runProgram = (program: string, args: readonly string[], options: RunOptions = {}): Promise<ProgramResult> =>
  new Promise((resolve, reject) => {
    const descriptors = options.descriptors ?? []
    const child = spawn(findProgram(program) ?? program, args, {
      env: options.env ?? process.env,
      cwd: options.cwd,
      timeout: options.timeoutMs ?? 30_000,
      killSignal: 'SIGKILL',
      stdio: ['pipe', 'pipe', 'pipe', ...descriptors.map(() => 'pipe' as const)],
    })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
    child.once('error', reject)
    child.once('close', (code) =>
      resolve({ code, stdout: Buffer.concat(out).toString('utf8'), stderr: Buffer.concat(err).toString('utf8') }),
    )
    feed(child, [options.stdin, undefined, undefined, ...descriptors])
  })

/** Like runProgram, but rejects with the output if the exit code is not 0. Returns stdout. */
export const mustRun = async (...parameters: Parameters<typeof runProgram>): Promise<string> => {
  const { code, stdout, stderr } = await runProgram(...parameters)
  if (code !== 0) throw new Error(`${parameters[0]} ${parameters[1].join(' ')} gave ${code ?? 'a signal'}: ${stderr}${stdout}`)
  return stdout
}
