import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeTemporaryFolder, type TemporaryFolder } from '../../main/testing/temporary-folder.ts'
import { waitUntil } from '../../main/testing/wait-until.ts'
import { startForeignServer } from './foreign-server.ts'
import { launchPostern, type LaunchedPostern } from './launch-postern.ts'
import { endStarted, startPostern } from './start-postern.ts'

let folder: TemporaryFolder
let postern: LaunchedPostern | undefined

beforeEach(async () => {
  folder = await makeTemporaryFolder('electron-start')
})
afterEach(async () => {
  await endStarted()
  await postern?.close()
  postern = undefined
  await folder.remove()
})

test('a second start on the same data folder ends at once and shows the window of the first', async () => {
  postern = await launchPostern()
  const { app, dataDir } = postern
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.hide())
  const second = startPostern(dataDir)
  expect(await second.ended).toBe(0)
  await expect
    .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible())))
    .toEqual([true])
})

const sayWhenLoaded = ['-r', path.join(import.meta.dirname, 'say-when-loaded.cjs')]

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s ends it with 0', async (signal) => {
  const { child, ended, output } = startPostern(folder.path, { args: sayWhenLoaded })
  await waitUntil(() => output().includes('loaded'), { what: 'the window' })
  child.kill(signal)
  expect(await ended).toBe(0)
})

test('closing the window ends it on a desktop without a tray', async () => {
  const env = { POSTERN_E2E_CLOSE: '1', XDG_CURRENT_DESKTOP: 'GNOME' }
  const { ended } = startPostern(folder.path, { args: sayWhenLoaded, env })
  expect(await ended).toBe(0)
})

test('a page gets no second window, by call or by link', async () => {
  const server = await startForeignServer()
  const { ended, output } = startPostern(folder.path, {
    args: ['-r', path.join(import.meta.dirname, 'try-new-windows.cjs')],
    env: { POSTERN_E2E_FOREIGN: server.address },
  })
  expect(await ended).toBe(0)
  expect(output()).toContain('windows: 1, at: app://postern/')
  expect(server.reached()).toEqual([])
  await server.close()
})
