import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { posternScript } from './postern-command.ts'
import { mustRun } from './run-program.ts'

const root = path.resolve(import.meta.dirname, '../..')
const sources = ['contract', 'words', 'main', 'preload', 'renderer', 'assets', 'electron.vite.config.ts', 'package-lock.json']

const isSource = (file: string): boolean => !/\.test\.ts$|[\\/]testing[\\/]/.test(file)

/** Returns when the newest source under `name` was written, in ms since the epoch. */
const changedAt = async (name: string): Promise<number> => {
  const top = path.join(root, name)
  const below = (await stat(top)).isDirectory() ? await readdir(top, { recursive: true }) : []
  const files = [top, ...below.map((entry) => path.join(top, entry)).filter(isSource)]
  return Math.max(...(await Promise.all(files.map(async (file) => (await stat(file)).mtimeMs))))
}

/** Whether this run has a spec of e2e/. Other tests need no build. */
const runsSpecs = async (project: TestProject): Promise<boolean> => {
  // The filters of the command line, which are no public part of Vitest. Without filters every file runs.
  const { filenamePattern } = project.vitest as unknown as { readonly filenamePattern?: string[] }
  return (await project.globTestFiles(filenamePattern)).testFiles.some((file) => file.endsWith('.spec.ts'))
}

/**
 * Runs once before the tests on real components. Builds the command if it is missing or older than its sources, so that no spec tests an
 * old build.
 */
export const setup = async (project: TestProject): Promise<void> => {
  if (!(await runsSpecs(project))) return
  const newest = Math.max(...(await Promise.all(sources.map(changedAt))))
  if (existsSync(posternScript) && (await stat(posternScript)).mtimeMs >= newest) return
  await mustRun('npm', ['run', 'build'], { cwd: root, timeoutMs: 120_000 })
}
