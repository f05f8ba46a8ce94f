import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeTemporaryFolder, type TemporaryFolder } from '../../main/testing/temporary-folder.ts'
import { waitUntil } from '../../main/testing/wait-until.ts'
import { electronCommand, launchPostern, type LaunchedPostern } from './launch-postern.ts'
import { startForeignServer } from './foreign-server.ts'

let folder: TemporaryFolder
let postern: LaunchedPostern | undefined
const running = new Set<{ kill: (signal: NodeJS.Signals) => boolean }>()

beforeEach(async () => {
  folder = await makeTemporaryFolder('electron-start')
})
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL')
  running.clear()
  await postern?.close()
  postern = undefined
  await folder.remove()
})

/** Starts Postern with nobody driving it. */
const start = (dataDir: string, options: { readonly args?: readonly string[]; readonly env?: NodeJS.ProcessEnv } = {}) => {
  const { executablePath = 'electron', args } = electronCommand
  const child = spawn(executablePath, [...(options.args ?? []), ...args], {
    env: { ...process.env, POSTERN_DATA_DIR: dataDir, LC_ALL: 'en_GB.UTF-8', ...options.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running.add(child)
  let output = ''
  child.stdout.on('data', (bytes: Buffer) => (output += String(bytes)))
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  void ended.then(() => running.delete(child))
  return { child, ended, output: () => output }
}

test('a second start on the same data folder ends at once and shows the window of the first', async () => {
  postern = await launchPostern()
  const { app, dataDir } = postern
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.hide())
  const second = start(dataDir)
  expect(await second.ended).toBe(0)
  await expect
    .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible())))
    .toEqual([true])
})

const sayWhenLoaded = ['-r', path.join(import.meta.dirname, 'say-when-loaded.cjs')]

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s ends it with 0', async (signal) => {
  const { child, ended, output } = start(folder.path, { args: sayWhenLoaded })
  await waitUntil(() => output().includes('loaded'), { what: 'the window' })
  child.kill(signal)
  expect(await ended).toBe(0)
})

test('closing the window ends it', async () => {
  const { ended } = start(folder.path, { args: sayWhenLoaded, env: { POSTERN_E2E_CLOSE: '1' } })
  expect(await ended).toBe(0)
})

test('a page gets no second window, by call or by link', async () => {
  const server = await startForeignServer()
  const { ended, output } = start(folder.path, {
    args: ['-r', path.join(import.meta.dirname, 'try-new-windows.cjs')],
    env: { POSTERN_E2E_FOREIGN: server.address },
  })
  expect(await ended).toBe(0)
  expect(output()).toContain('windows: 1, at: app://postern/')
  expect(server.reached()).toEqual([])
  await server.close()
})
