import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, cp, mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { setup as build } from '../../main/testing/real-setup.ts'
import { mustRun } from '../../main/testing/run-program.ts'
import { makeTemporaryFolder } from '../../main/testing/temporary-folder.ts'
import { windowsNode } from './windows-node.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The absolute path of the copy of the project that has Windows' native modules. */
    readonly windowsCopy: string
  }
}

const root = path.resolve(import.meta.dirname, '../..')
const packageFiles = ['package.json', 'package-lock.json']
const copied = [
  'contract',
  'words',
  'main',
  'preload',
  'assets',
  'e2e/windows',
  'out',
  ...['json', 'base.json', 'node.json', 'web.json', 'both.json'].map((ending) => `tsconfig.${ending}`),
  'vitest.config.ts',
  ...packageFiles,
]

/** Windows' packages by the lock file, installed once and kept for the runs to come. */
const windowsModules = async (): Promise<string> => {
  const lock = await readFile(path.join(root, 'package-lock.json'))
  const kept = path.join(homedir(), '.cache/postern-windows', createHash('sha256').update(lock).digest('hex').slice(0, 16))
  const modules = path.join(kept, 'node_modules')
  if (existsSync(modules)) return modules
  await mkdir(path.dirname(kept), { recursive: true })
  const folder = await mkdtemp(`${kept}-`)
  for (const name of packageFiles) await copyFile(path.join(root, name), path.join(folder, name))
  const install = ['ci', '--os=win32', '--cpu=x64', '--ignore-scripts', '--no-audit', '--no-fund']
  await mustRun('npm', install, { cwd: folder, timeoutMs: 300_000 })
  // Another run may have been quicker; then its folder is used.
  await rename(folder, kept).catch(() => rm(folder, { recursive: true, force: true }))
  return modules
}

/** Builds, and copies the project to a folder for Windows' Node. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  windowsNode()
  const modules = await windowsModules()
  await build(project)
  const copy = await makeTemporaryFolder('windows')
  for (const name of copied) await cp(path.join(root, name), path.join(copy.path, name), { recursive: true })
  await symlink(modules, path.join(copy.path, 'node_modules'))
  project.provide('windowsCopy', copy.path)
  return copy.remove
}
