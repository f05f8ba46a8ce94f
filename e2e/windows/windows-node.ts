import { mkdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { runProgram, type ProgramResult } from '../../main/testing/run-program.ts'
import { startProcess, type StartedProcess } from '../../main/testing/started-process.ts'

/**
 * The command that runs a script in Node for Windows: `COMMAND SCRIPT [ARG…]`, the script by its path on this machine, with this
 * environment. What the
 * script prints goes to the files $WINDOWS_NODE_OUT and $WINDOWS_NODE_OUT.err.
 */
export const windowsNode = (): string => {
  const program = path.resolve(process.env['POSTERN_E2E_WINDOWS_NODE'] ?? '')
  if (statSync(program, { throwIfNoEntry: false })?.isFile() !== true)
    throw new Error('POSTERN_E2E_WINDOWS_NODE must name a program that runs a script in Node for Windows')
  return program
}

/** A path of this machine for Windows' programs: / is Z:\. */
export const windowsPath = (file: string): string => `Z:${file.replaceAll('/', '\\')}`

/** The path on this machine for a path of Windows' programs. */
export const localPath = (file: string): string => file.replace(/^Z:/i, '').replaceAll('\\', '/')

export interface WindowsRunOptions {
  readonly cwd: string
  readonly env?: NodeJS.ProcessEnv
  readonly timeoutMs?: number
}

let runs = 0
const outputIn = (folder: string): string => {
  mkdirSync(folder, { recursive: true })
  return path.join(folder, `${++runs}.log`)
}

/** Runs a script to its end. Its output is kept in `logs`. */
export const runOnWindows = async (
  logs: string,
  [script, ...args]: readonly [string, ...string[]],
  { cwd, env = {}, timeoutMs = 120_000 }: WindowsRunOptions,
): Promise<ProgramResult> => {
  const output = outputIn(logs)
  const environment = { ...process.env, ...env, WINDOWS_NODE_OUT: output }
  const { code, stderr } = await runProgram(windowsNode(), [script, ...args], { cwd, env: environment, timeoutMs })
  // The command's own errors, such as a missing component, are in its own stderr.
  return { code, stdout: readFileSync(output, 'utf8'), stderr: `${readFileSync(`${output}.err`, 'utf8')}${stderr}` }
}

/** Starts a script that goes on, and resolves when its output is `ready`. Its log is its output. */
export const startOnWindows = async (
  logs: string,
  [script, ...args]: readonly [string, ...string[]],
  { cwd, env = {}, timeoutMs = 90_000, ready }: WindowsRunOptions & { readonly ready: (printed: string) => boolean },
): Promise<StartedProcess> => {
  const output = outputIn(logs)
  const printed = (): string => {
    try {
      return readFileSync(output, 'utf8')
    } catch {
      return ''
    }
  }
  const started = await startProcess({
    program: windowsNode(),
    args: [script, ...args],
    logFile: `${output}.command`,
    env: { ...process.env, ...env, WINDOWS_NODE_OUT: output },
    cwd,
    timeoutMs,
    ready: () => ready(printed()),
  })
  return { ...started, log: printed }
}
