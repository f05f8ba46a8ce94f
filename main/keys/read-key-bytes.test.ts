import { chmod, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { failureFrom } from '../testing/rejection.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts'
import { readKeyBytes } from './read-key-bytes.ts'

let folder: TemporaryFolder
let file: string
beforeEach(async () => {
  folder = await makeTemporaryFolder('key-bytes')
  file = path.join(folder.path, 'id')
  await writeFile(file, 'a key')
})
afterEach(() => folder.remove())

describe.skipIf(process.platform === 'win32')('a private key', () => {
  test.each([0o640, 0o604, 0o610, 0o602, 0o644])('that others may use is refused as ssh refuses it: mode %o', async (mode) => {
    await chmod(file, mode)
    expect(await failureFrom(readKeyBytes(file, 'log-in'))).toEqual({ code: 'key-open-to-others', file })
  })

  test.each([0o600, 0o400, 0o700])('that is the person’s alone is read: mode %o', async (mode) => {
    await chmod(file, mode)
    expect((await readKeyBytes(file, 'log-in')).toString()).toBe('a key')
  })
})

test('a public key, or one that is shown alone, may be read by all', async () => {
  await chmod(file, 0o644)
  expect((await readKeyBytes(file, 'show')).toString()).toBe('a key')
})
