import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeTemporaryFolder, type TemporaryFolder } from '../../testing/temporary-folder.ts'
import { autostartFile, autostartText, isAutostartOn, startCommand } from './autostart-file.ts'
import { logInItemOfApp, logInItemOfFile, type LoginItemApp } from './log-in-item.ts'

let folder: TemporaryFolder
beforeEach(async () => {
  folder = await makeTemporaryFolder('log-in-item')
})
afterEach(() => folder.remove())

const installed = { execPath: '/opt/Postern/postern', appPath: '/opt/Postern/app.asar', isPackaged: true, appImage: undefined }

test.each([
  ['installed', {}, ['/opt/Postern/postern', '--hidden']],
  ['an AppImage', { appImage: '/home/bob/Postern.AppImage' }, ['/home/bob/Postern.AppImage', '--hidden']],
  ['run from its sources', { isPackaged: false }, ['/opt/Postern/postern', '/opt/Postern/app.asar', '--hidden']],
])('Postern that is %s starts itself again', (_, change, command) => {
  expect(startCommand({ ...installed, ...change })).toEqual(command)
})

test.each([
  [{}, '/home/bob/.config/autostart/postern.desktop'],
  [{ XDG_CONFIG_HOME: '/etc/bob' }, '/etc/bob/autostart/postern.desktop'],
  [{ XDG_CONFIG_HOME: 'relative' }, '/home/bob/.config/autostart/postern.desktop'],
  [{ XDG_CONFIG_HOME: '' }, '/home/bob/.config/autostart/postern.desktop'],
])('the entry stands where the desktop looks: %j', (env, file) => {
  expect(autostartFile(env, '/home/bob')).toBe(file)
})

test.each([
  ['/opt/Postern/postern', String.raw`Exec="/opt/Postern/postern" "--hidden"`],
  ['/opt/My Postern/postern', String.raw`Exec="/opt/My Postern/postern" "--hidden"`],
  ['/opt/100%/p', String.raw`Exec="/opt/100%%/p" "--hidden"`],
  ['/opt/$HOME`id`', String.raw`Exec="/opt/\\$HOME\\` + '`id' + String.raw`\\` + '`" "--hidden"'],
  ['/opt/a"b', String.raw`Exec="/opt/a\\"b" "--hidden"`],
  // The specification's own example: a backslash comes to four.
  ['/opt/a\\b', String.raw`Exec="/opt/a\\\\b" "--hidden"`],
  ['/opt/a\nHidden=true', String.raw`Exec="/opt/a\nHidden=true" "--hidden"`],
])('the path %j is one argument of the entry', (program, line) => {
  const text = autostartText([program, '--hidden'])
  expect(text.split('\n')[3]).toBe(line)
  expect(isAutostartOn(text)).toBe(true)
})

describe('on Linux', () => {
  const port = () => logInItemOfFile(path.join(folder.path, 'autostart/postern.desktop'), ['/opt/postern', '--hidden'])

  test('it is off, is written whole when switched on, and leaves nothing when switched off', async () => {
    expect(port().get()).toEqual({ state: 'off' })
    expect(port().set(true)).toEqual({ state: 'on' })
    const file = path.join(folder.path, 'autostart/postern.desktop')
    expect(await readFile(file, 'utf8')).toMatch(/^\[Desktop Entry\]\nType=Application\n/)
    expect(port().set(true)).toEqual({ state: 'on' })
    expect(port().set(false)).toEqual({ state: 'off' })
    expect(await readdir(path.dirname(file))).toEqual([])
    expect(port().set(false)).toEqual({ state: 'off' })
  })

  test.each(['Hidden=true', 'X-GNOME-Autostart-enabled=false'])('it is off where the desktop wrote %s', async (line) => {
    port().set(true)
    const file = path.join(folder.path, 'autostart/postern.desktop')
    const text = (await readFile(file, 'utf8')).replace('X-GNOME-Autostart-enabled=true', line)
    await writeFile(file, text)
    expect(port().get()).toEqual({ state: 'off' })
    expect(port().set(true)).toEqual({ state: 'on' })
  })

  test('a folder that cannot be written is a failure', async () => {
    await mkdir(path.join(folder.path, 'autostart/postern.desktop/in-the-way'), { recursive: true })
    expect(() => port().set(true)).toThrow('file-not-writable')
  })
})

test('on macOS it is Electron’s, asked and set with the same program and arguments', () => {
  const calls: unknown[] = []
  let openAtLogin = false
  const app: LoginItemApp = {
    getLoginItemSettings: (options) => {
      calls.push(options)
      return { openAtLogin }
    },
    setLoginItemSettings: ({ openAtLogin: wanted, ...item }) => {
      calls.push(item)
      openAtLogin = wanted
    },
  }
  const port = logInItemOfApp(app, ['/Applications/Postern.app', '--hidden'])
  expect([port.get(), port.set(true), port.set(false)].map(({ state }) => state)).toEqual(['off', 'on', 'off'])
  expect(new Set(calls.map((call) => JSON.stringify(call)))).toEqual(
    new Set([JSON.stringify({ path: '/Applications/Postern.app', args: ['--hidden'] })]),
  )
})
