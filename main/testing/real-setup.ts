import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { posternScript } from './postern-command.ts'
import { mustRun } from './run-program.ts'

const root = path.resolve(import.meta.dirname, '../..')
const sources = ['contract', 'words', 'main', 'preload', 'renderer', 'assets', 'electron.vite.config.ts', 'package-lock.json']

const isSource = (file: string): boolean => !/\.test\.ts$|[\\/]testing[\\/]/.test(file)

/** When the newest source under `name` was written, in ms since the epoch. */
const changedAt = async (name: string): Promise<number> => {
  const top = path.join(root, name)
  const below = (await stat(top)).isDirectory() ? await readdir(top, { recursive: true }) : []
  const files = [top, ...below.map((entry) => path.join(top, entry)).filter(isSource)]
  return Math.max(...(await Promise.all(files.map(async (file) => (await stat(file)).mtimeMs))))
}

/** Whether this run has a spec of e2e/ in it; the others need no build. */
const runsSpecs = async (project: TestProject): Promise<boolean> => {
  // What was given on the command line. Vitest does not publish it; where it is not there, every file is meant.
  const { filenamePattern } = project.vitest as unknown as { readonly filenamePattern?: string[] }
  return (await project.globTestFiles(filenamePattern)).testFiles.some((file) => file.endsWith('.spec.ts'))
}

/**
 * Runs once before the tests on real components: builds the command where it is missing or older than its sources, so that no spec
 * passes on yesterday's command.
 */
export const setup = async (project: TestProject): Promise<void> => {
  if (!(await runsSpecs(project))) return
  const newest = Math.max(...(await Promise.all(sources.map(changedAt))))
  if (existsSync(posternScript) && (await stat(posternScript)).mtimeMs >= newest) return
  await mustRun('npm', ['run', 'build'], { cwd: root, timeoutMs: 120_000 })
}
