import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'

const timeoutMs = 5000

/** Runs a program of the OS and returns its output. Rejects if it fails or takes longer than 5 s. */
export const runSystemProgram = async (program: string, args: readonly string[]): Promise<string> => {
  const { stdout } = await promisify(execFile)(program, [...args], {
    timeout: timeoutMs,
    windowsHide: true,
    maxBuffer: 8 * 1024 * 1024,
  })
  return stdout
}

/** The full path of a program of Windows, so that no program of that name in a nearer folder is started. */
export const inSystem32 = (name: string): string => path.win32.join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', name)
