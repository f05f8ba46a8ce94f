import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { electronProgram } from './electron-program.ts'
import { fetchElectron } from './fetch-electron.ts'
import { makeTemporaryFolder, type TemporaryFolder } from './testing/temporary-folder.ts'

let folder: TemporaryFolder
beforeEach(async () => {
  folder = await makeTemporaryFolder('fetch-electron')
})
afterEach(() => folder.remove())

const putInstaller = (source: string): Promise<void> => writeFile(path.join(folder.path, 'install.js'), source)

test('finds Electron once the installer has fetched it', async () => {
  await putInstaller(`
    const { mkdirSync, writeFileSync } = require('node:fs')
    mkdirSync(__dirname + '/dist')
    writeFileSync(__dirname + '/dist/electron', '')
    writeFileSync(__dirname + '/path.txt', 'electron')`)
  await fetchElectron(folder.path)
  expect(electronProgram({}, folder.path)).toBe(path.join(folder.path, 'dist/electron'))
})

test('ends without a program if the installer fails', async () => {
  await putInstaller(`console.error('fetch failed'); process.exit(1)`)
  await fetchElectron(folder.path)
  expect(electronProgram({}, folder.path)).toBeUndefined()
})
