import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { electronProgram } from './electron-program.ts'
import { makeTemporaryFolder, type TemporaryFolder } from './testing/temporary-folder.ts'

let folder: TemporaryFolder
beforeEach(async () => {
  folder = await makeTemporaryFolder('electron-program')
})
afterEach(() => folder.remove())

const put = async (name: string, text: string): Promise<string> => {
  const file = path.join(folder.path, name)
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, text)
  return file
}

test('is found at the path in the package', async () => {
  await put('path.txt', 'Electron.app/Contents/MacOS/Electron')
  const program = await put('dist/Electron.app/Contents/MacOS/Electron', '')
  expect(electronProgram({}, folder.path)).toBe(program)
})

test('is undefined if it was never fetched, or was removed', async () => {
  expect(electronProgram({}, folder.path)).toBeUndefined()
  await put('path.txt', 'electron')
  expect(electronProgram({}, folder.path)).toBeUndefined()
})

test('is the program in another folder if the environment names one', async () => {
  await put('path.txt', 'electron')
  await put('dist/electron', '')
  const other = await put('other/electron', '')
  expect(electronProgram({ ELECTRON_OVERRIDE_DIST_PATH: path.dirname(other) }, folder.path)).toBe(other)
  expect(electronProgram({ ELECTRON_OVERRIDE_DIST_PATH: path.join(folder.path, 'none') }, folder.path)).toBeUndefined()
})
