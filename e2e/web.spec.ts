import { chmod, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { bridgePath } from '../contract/bridge.ts'
import { electronProgram } from '../main/electron-program.ts'
import { askHttp } from '../main/testing/ask-http.ts'
import { openSocket } from '../main/testing/browser-shell-harness.ts'
import { freePort } from '../main/testing/free-port.ts'
import { environmentWithoutKeyring } from '../main/testing/keyring.ts'
import { posternScript } from '../main/testing/postern-command.ts'
import { startProcess, type StartedProcess } from '../main/testing/started-process.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../main/testing/temporary-folder.ts'

// The built command and `npm start` as a person or a script starts them; the unit tests of shells/browser cover hostile pages.

const startScript = path.join(path.dirname(posternScript), 'start.js')
const address = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}/

let folder: TemporaryFolder
let started: StartedProcess | undefined
beforeEach(async () => {
  folder = await makeTemporaryFolder('web')
})
afterEach(async () => {
  await started?.stop()
  started = undefined
  await folder.remove()
})

/** The environment of a desktop on which `browser` and `electron` are programs of the test's own. */
const environment = (more: Readonly<Record<string, string | undefined>> = {}): NodeJS.ProcessEnv => ({
  ...environmentWithoutKeyring(),
  LC_ALL: 'C.UTF-8',
  HOME: folder.path,
  POSTERN_DATA_DIR: path.join(folder.path, 'data'),
  ELECTRON_OVERRIDE_DIST_PATH: folder.path,
  // No desktop file may send the address to the machine's real browser.
  XDG_DATA_DIRS: folder.path,
  XDG_CURRENT_DESKTOP: undefined,
  DISPLAY: undefined,
  WAYLAND_DISPLAY: undefined,
  WSL_DISTRO_NAME: undefined,
  ...more,
})

const start = async (args: readonly string[], more?: Readonly<Record<string, string>>): Promise<StartedProcess> => {
  const logFile = path.join(folder.path, 'postern.log')
  const ready = (log: string): boolean => address.test(log)
  started = await startProcess({ program: process.execPath, args, logFile, env: environment(more), ready })
  return started
}

/** A program that writes its arguments into `<name>.args`. */
const putProgram = async (
  name: string,
  exitCode: number,
): Promise<{ readonly file: string; readonly args: () => Promise<string> }> => {
  const file = path.join(folder.path, name)
  await writeFile(file, `#!/bin/sh\necho "$*" >"${file}.new" && mv "${file}.new" "${file}.args"\nexit ${exitCode}\n`)
  await chmod(file, 0o755)
  return { file, args: async () => (await readFile(`${file}.args`, 'utf8').catch(() => '')).trim() }
}

const ListeningSchema = z.strictObject({ event: z.literal('listening'), url: z.string().regex(address) })

test('postern web serves the window at its printed address, answers its requests, and ends in order', async () => {
  const { log, stop } = await start([posternScript, 'web', '--no-open', '--json'])
  const url = new URL(ListeningSchema.parse(JSON.parse(log())).url)
  const port = Number(url.port)
  const Cookie = (await askHttp(port, `/${url.search}`)).headers['set-cookie']?.[0]?.split(';')[0] ?? ''
  const page = await askHttp(port, '/', { headers: { Cookie } })
  expect(page.status).toBe(200)
  const [, script = ''] = /<script type="module" crossorigin src="\.(\/assets\/[^"]+\.js)">/.exec(page.body) ?? []
  for (const file of [script, '/postern.js']) {
    const answer = await askHttp(port, file, { headers: { Cookie } })
    expect([answer.status, answer.headers['content-type']], file).toEqual([200, 'text/javascript'])
  }

  const opening = await openSocket(`ws://${url.host}${bridgePath}`, { Cookie, Origin: url.origin })
  if (!('socket' in opening)) throw new Error(`the bridge was refused with ${opening.status}`)
  const { socket } = opening
  const answered = new Promise<string>((resolve) => socket.once('message', (data: Buffer) => resolve(data.toString('utf8'))))
  socket.send(JSON.stringify({ id: 1, name: 'listAccounts', input: {} }))
  expect(JSON.parse(await answered)).toEqual({ id: 1, outcome: { ok: true, answer: [] } })
  const closed = new Promise((resolve) => socket.once('close', resolve))

  expect(await stop('SIGTERM')).toBe(0)
  await closed
  expect(log().trim().split('\n')).toHaveLength(1)
})

test('npm start starts an installed Electron with the application, and ends with its exit code', async () => {
  const electron = await putProgram('electron', 7)
  const logFile = path.join(folder.path, 'start.log')
  const env = environment({ DISPLAY: ':4242' })
  started = await startProcess({ program: process.execPath, args: [startScript], logFile, env, ready: () => true })
  expect(await started.exited).toBe(7)
  expect(await electron.args()).toBe(path.resolve(posternScript, '../../..'))
  expect(started.log()).toBe('')
})

test('npm start reports a missing Electron in one line, and opens the window in the person’s browser', async () => {
  const browser = await putProgram('browser', 0)
  const { log, stop } = await start([startScript], { DISPLAY: ':4242', BROWSER: browser.file })
  expect(log()).toMatch(/^Electron is not installed here, so Postern opens in a browser\.\n/)
  const [url = ''] = address.exec(log()) ?? []
  await expect.poll(browser.args, { timeout: 10_000 }).toBe(url)
  expect(await stop('SIGINT')).toBe(0)
})

// A machine with Electron has nothing to fetch.
test.skipIf(electronProgram({}) !== undefined)(
  'npm start fetches a missing Electron, and opens the browser if that fails',
  async () => {
    const browser = await putProgram('browser', 0)
    const nobody = `http://127.0.0.1:${await freePort()}/`
    const { log, stop } = await start([startScript], {
      DISPLAY: ':4242',
      BROWSER: browser.file,
      ELECTRON_OVERRIDE_DIST_PATH: '',
      ELECTRON_MIRROR: nobody,
      electron_config_cache: folder.path,
    })
    expect(log()).toMatch(/^Fetching Electron.*\nElectron could not be fetched, so Postern opens in a browser\..*\n/)
    const [url = ''] = address.exec(log()) ?? []
    await expect.poll(browser.args, { timeout: 10_000 }).toBe(url)
    expect(await stop('SIGINT')).toBe(0)
  },
)

test('npm start without a desktop shows the address and opens nothing', async () => {
  const browser = await putProgram('browser', 0)
  const { log, stop } = await start([startScript], { BROWSER: browser.file })
  expect(log()).toMatch(/^There is no desktop here, so Postern shows the address of its window\.\n/)
  expect(await stop('SIGTERM')).toBe(0)
  expect(await browser.args()).toBe('')
})
