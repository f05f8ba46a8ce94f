import { chmodSync, chownSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { failureOf } from '../../contract/failure.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts'
import { demandOwnFolder } from './demand-own-folder.ts'

let temporary: TemporaryFolder
let folder: string
beforeEach(async () => {
  temporary = await makeTemporaryFolder('own-folder')
  folder = path.join(temporary.path, 'data')
  mkdirSync(folder, { mode: 0o700 })
})
afterEach(() => temporary.remove())

const refusal = (at = folder, options = {}): unknown => {
  try {
    demandOwnFolder(at, options)
    return undefined
  } catch (error) {
    return failureOf(error)
  }
}

test('A data folder that Postern has made is used', () => {
  expect(refusal()).toBeUndefined()
})

// Windows has no such modes; the rights of a person's profile stand in for them.
describe.skipIf(process.platform === 'win32')('a data folder', () => {
  test('of the person’s own is used, even if it is yet to be made, or if others may read it', () => {
    writeFileSync(path.join(folder, 'settings.json'), '{}')
    mkdirSync(path.join(folder, 'keys'))
    expect(refusal()).toBeUndefined()
    chmodSync(folder, 0o755)
    expect(refusal()).toBeUndefined()
    expect(refusal(path.join(folder, 'missing'))).toBeUndefined()
  })

  test.each([0o720, 0o702, 0o777, 0o1777])('in which others may write is refused: mode %o', (mode) => {
    chmodSync(folder, mode)
    expect(refusal()).toEqual({ code: 'data-folder-open-to-others', file: folder })
  })

  test('of another user is refused', () => {
    const uid = (process.getuid?.() ?? 0) + 1
    expect(refusal(folder, { uid })).toEqual({ code: 'data-folder-of-another', file: folder })
  })

  // Only root can give a file away.
  test.skipIf(process.getuid?.() !== 0).each(['settings.json', 'known_hosts', 'keys'])(
    'is refused where %s in it is another user’s',
    (name) => {
      const file = path.join(folder, name)
      writeFileSync(file, '{}')
      chownSync(file, 65_534, 65_534)
      expect(refusal()).toEqual({ code: 'data-folder-of-another', file })
    },
  )

  test('that is a link is refused', () => {
    const link = path.join(temporary.path, 'link')
    symlinkSync(folder, link)
    expect(refusal(link)).toEqual({ code: 'data-folder-has-link', file: link })
  })

  test.each(['settings.json', 'known_hosts', 'traffic.json', 'keys', 'run', 'logs'])(
    'is refused where %s in it is a link',
    (name) => {
      const file = path.join(folder, name)
      // The link leads nowhere, and is still a link.
      symlinkSync(path.join(temporary.path, 'elsewhere'), file)
      expect(refusal()).toEqual({ code: 'data-folder-has-link', file })
    },
  )
})
