import { createHash } from 'node:crypto'
import { chmod, readFile, stat, writeFile } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import electronUpdater, { type AppUpdater } from 'electron-updater'
import { ElectronHttpExecutor } from 'electron-updater/out/electronHttpExecutor.js'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Update } from '../../../../contract/update.ts'
import type { UpdatePort } from '../../../requests/desktop-requests.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../../../testing/temporary-folder.ts'
import { waitUntil } from '../../../testing/wait-until.ts'
import { useOwnNetwork } from './own-network.ts'
import { createUpdates } from './updates.ts'

// The real electron-updater of an AppImage, with a feed on loopback. Only Electron's app is a fake, which has its paths and its quit.

const newer = '#!/bin/sh\n: a newer Postern\n'
const sha512 = (text: string): string => createHash('sha512').update(text).digest('base64')
const feedOf = (version: string, checksum = sha512(newer)): string =>
  `version: ${version}\nfiles:\n  - url: Postern.AppImage\n    sha512: ${checksum}\n    size: ${newer.length}\n`

let folder: TemporaryFolder
let server: Server
let asked: { readonly path: string; readonly headers: IncomingHttpHeaders }[]
let feed: string | undefined
let updates: UpdatePort
let loads: number
let quits: ((exitCode: number) => void)[]
let faults: string[]
let image: string
const before = process.env['APPIMAGE']

beforeEach(async () => {
  folder = await makeTemporaryFolder('updates')
  image = path.join(folder.path, 'Postern.AppImage')
  process.env['APPIMAGE'] = image
  ;[asked, quits, faults, loads, feed] = [[], [], [], 0, undefined]
  server = createServer(({ url = '', headers }, response) => {
    const { pathname } = new URL(url, 'http://feed')
    asked.push({ path: pathname, headers })
    if (pathname === '/old/latest-linux.yml') response.writeHead(302, { location: '/latest-linux.yml' }).end()
    else if (pathname.startsWith('/latest-linux') && feed !== undefined) response.end(feed)
    else if (pathname === '/Postern.AppImage') response.end(newer)
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  updates = updatesAt('', ['http:'])
})
afterEach(async () => {
  updates.setWanted(false)
  await new Promise((resolve) => server.close(resolve))
  await folder.remove()
  if (before === undefined) delete process.env['APPIMAGE']
  else process.env['APPIMAGE'] = before
})

const at = (name: string): string => path.join(folder.path, name)

const makeUpdater = async (way: string, allowed: readonly string[]): Promise<AppUpdater> => {
  loads += 1
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${way}`
  const appUpdateConfigPath = at('app-update.yml')
  await writeFile(appUpdateConfigPath, `provider: generic\nurl: ${url}\nupdaterCacheDirName: postern-updater\n`)
  const updater = new electronUpdater.AppImageUpdater(null, {
    version: '0.1.0',
    name: 'Postern',
    isPackaged: true,
    appUpdateConfigPath,
    userDataPath: at('data'),
    baseCachePath: at('cache'),
    whenReady: () => Promise.resolve(),
    quit: () => undefined,
    relaunch: () => undefined,
    onQuit: (handler: (exitCode: number) => void) => void quits.push(handler),
  })
  // With an app of its own it makes no executor, so this sets the executor of a real start.
  Object.assign(updater, { httpExecutor: new ElectronHttpExecutor(), logger: null })
  updater.disableDifferentialDownload = true
  useOwnNetwork(updater, allowed)
  return updater
}

const updatesAt = (way: string, allowed: readonly string[]): UpdatePort => {
  const port = createUpdates({ load: () => makeUpdater(way, allowed), install: () => undefined })
  port.onFault((error) => faults.push(String(error)))
  return port
}

const settles = async (): Promise<Update> => {
  await waitUntil(() => !['off', 'checking'].includes(updates.get().state), { what: 'an answer of the feed' })
  return updates.get()
}

describe('updates', () => {
  test('ask nothing and load nothing until they are wanted', async () => {
    updates.setWanted(false)
    await new Promise((resolve) => setImmediate(resolve))
    expect({ loads, asked, update: updates.get() }).toEqual({ loads: 0, asked: [], update: { state: 'off' } })
  })

  test('fetch what is newer, and put it in the place of this version when Postern quits', async () => {
    feed = feedOf('9.0.0')
    await writeFile(image, 'this version')
    const told: Update[] = []
    updates.onChanged((update) => told.push(update))
    updates.setWanted(true)
    expect(await settles()).toEqual({ state: 'ready', version: '9.0.0' })
    expect(told).toEqual([{ state: 'checking' }, { state: 'ready', version: '9.0.0' }])
    expect(await readFile(image, 'utf8')).toBe('this version')
    await chmod(image, 0o755)
    for (const quit of quits) quit(0)
    expect(await readFile(image, 'utf8')).toBe(newer)
  })

  test('say that this version is the current one', async () => {
    feed = feedOf('0.1.0')
    updates.setWanted(true)
    expect(await settles()).toEqual({ state: 'current' })
    expect(asked.map(({ path: way }) => way)).toEqual(['/latest-linux.yml'])
  })

  test('follow a feed that has moved', async () => {
    feed = feedOf('0.1.0')
    updates = updatesAt('/old', ['http:'])
    updates.setWanted(true)
    expect(await settles()).toEqual({ state: 'current' })
  })

  test('go back to no older version', async () => {
    feed = feedOf('0.0.9')
    updates.setWanted(true)
    expect(await settles()).toEqual({ state: 'current' })
  })

  test('refuse a file that is not the one of the feed', async () => {
    feed = feedOf('9.0.0', sha512('another file'))
    await writeFile(image, 'this version')
    updates.setWanted(true)
    expect(await settles()).toEqual({ state: 'failed' })
    expect(faults.join()).toMatch(/checksum mismatch/)
    for (const quit of quits) quit(0)
    expect(await readFile(image, 'utf8')).toBe('this version')
  })

  test('report a check that failed, with its reason', async () => {
    updates.setWanted(true)
    expect(await settles()).toEqual({ state: 'failed' })
    expect(faults.join()).toMatch(/404/)
  })

  test('send nothing that identifies this installation', async () => {
    feed = feedOf('9.0.0')
    updates.setWanted(true)
    await settles()
    expect(asked).toHaveLength(2)
    for (const { headers } of asked)
      expect(Object.keys(headers).filter((name) => !/^(host|accept|cache-control|user-agent|connection)$/.test(name))).toEqual([])
    await expect(stat(at('data/.updaterId'))).rejects.toThrow('ENOENT')
  })

  test('are not installed if the person has switched them off', async () => {
    feed = feedOf('9.0.0')
    await writeFile(image, 'this version')
    updates.setWanted(true)
    await settles()
    updates.setWanted(false)
    expect(updates.get()).toEqual({ state: 'off' })
    for (const quit of quits) quit(0)
    expect(await readFile(image, 'utf8')).toBe('this version')
  })

  test('ask over https alone', async () => {
    feed = feedOf('9.0.0')
    updates = updatesAt('', ['https:'])
    updates.setWanted(true)
    expect(await settles()).toEqual({ state: 'failed' })
    expect(faults.join()).toMatch(/may not be asked over http:/)
    expect(asked).toEqual([])
  })
})
