import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { expectMode } from '../testing/owners-alone.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts'
import type { FolderEnvironment } from './data-folder.ts'
import { downloadsFolder } from './downloads-folder.ts'
import { saveInDownloads } from './save-in-downloads.ts'

let home: TemporaryFolder
let environment: FolderEnvironment
const inHome = (...names: string[]): string => path.join(home.path, ...names)
const save = (name: string, text: string): string => saveInDownloads(environment, { name, text })

beforeEach(async () => {
  home = await makeTemporaryFolder('downloads')
  environment = { platform: 'linux', env: {}, home: home.path }
})
afterEach(() => home.remove())

// Windows has no XDG folders, and needs a special right to create a link.
const onWindows = process.platform === 'win32'

describe('the downloads folder', () => {
  const desktopSays = (line: string): void => {
    mkdirSync(inHome('.config'), { recursive: true })
    writeFileSync(inHome('.config', 'user-dirs.dirs'), `# a comment\nXDG_DESKTOP_DIR="$HOME/Desktop"\n${line}\n`)
  }

  test('is the home folder if there is no other', () => {
    expect(downloadsFolder(environment)).toBe(home.path)
  })

  test('is Downloads if that exists', () => {
    mkdirSync(inHome('Downloads'))
    expect(downloadsFolder(environment)).toBe(inHome('Downloads'))
  })

  test.skipIf(onWindows)('is the folder of the desktop’s setting before Downloads', () => {
    for (const name of ['Downloads', 'Mijn "oogst"']) mkdirSync(inHome(name))
    desktopSays('XDG_DOWNLOAD_DIR="$HOME/Mijn \\"oogst\\""')
    expect(downloadsFolder(environment)).toBe(inHome('Mijn "oogst"'))
    expect(downloadsFolder({ ...environment, platform: 'darwin' })).toBe(inHome('Downloads'))
  })

  test.skipIf(onWindows)('is an absolute path from the desktop’s setting in XDG_CONFIG_HOME', () => {
    for (const name of ['conf', 'elsewhere']) mkdirSync(inHome(name))
    writeFileSync(inHome('conf', 'user-dirs.dirs'), `XDG_DOWNLOAD_DIR="${inHome('elsewhere')}"`)
    expect(downloadsFolder({ ...environment, env: { XDG_CONFIG_HOME: inHome('conf') } })).toBe(inHome('elsewhere'))
  })

  test.each([
    'XDG_DOWNLOAD_DIR="$HOME/gone"',
    'XDG_DOWNLOAD_DIR="relative"',
    'XDG_DOWNLOAD_DIR="$(touch x)/y"',
    'XDG_DOWNLOAD_DIR=',
  ])('ignores %s', (line) => {
    mkdirSync(inHome('Downloads'))
    mkdirSync(inHome('relative'))
    desktopSays(line)
    expect(downloadsFolder(environment)).toBe(inHome('Downloads'))
  })
})

describe('saving in downloads', () => {
  test('writes a file for its owner alone, leaves no other file, and returns its path', () => {
    const file = save('muttrc', 'set from=x\n')
    expect(file).toBe(inHome('muttrc'))
    expect(readFileSync(file, 'utf8')).toBe('set from=x\n')
    expectMode(file, 0o600)
    expect(readdirSync(home.path)).toEqual(['muttrc'])
  })

  test('writes a file for all, whatever the umask', () => {
    const umask = process.umask(0o077)
    try {
      expectMode(saveInDownloads(environment, { name: 'example.org.xml', text: '<x/>\n', mode: 0o644 }), 0o644)
    } finally {
      process.umask(umask)
    }
  })

  test.skipIf(onWindows)('never overwrites a file, a folder or a broken link', () => {
    writeFileSync(inHome('postern.xml'), 'mine')
    mkdirSync(inHome('postern-2.xml'))
    symlinkSync(inHome('nowhere'), inHome('postern-3.xml'))
    expect(save('postern.xml', 'new')).toBe(inHome('postern-4.xml'))
    expect(readFileSync(inHome('postern.xml'), 'utf8')).toBe('mine')
    expect(save('postern.xml', 'newer')).toBe(inHome('postern-5.xml'))
    expect(readdirSync(home.path)).not.toContain('nowhere')
  })

  test('appends the number to a name that begins with a dot', () => {
    save('.fetchmailrc', '1')
    expect(save('.fetchmailrc', '2')).toBe(inHome('.fetchmailrc-2'))
  })

  test.each(['', '.', '..', '../x', '/etc/x', 'a/b', 'a\\b', 'C:x'])('refuses %j as a name', (name) => {
    expect(() => save(name, 'x')).toThrow('not the name of a file')
    expect(readdirSync(home.path)).toEqual([])
  })

  test('throws with the file that could not be written, and the reason', () => {
    environment = { ...environment, home: inHome('gone') }
    expect(() => save('muttrc', 'x')).toThrow(
      expect.objectContaining({
        failure: { code: 'file-not-writable', file: inHome('gone', 'muttrc'), reason: 'folder-missing', said: 'ENOENT' },
      }),
    )
  })
})
