import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fileOfAddress, isOwnAddress } from './app-address.ts'

const folder = path.resolve('/built/window')
const fileOf = (address: string): string | undefined => fileOfAddress(address, folder)

describe('an address of the window', () => {
  test('means a file of the build', () => {
    expect(fileOf('app://postern/')).toBe(path.join(folder, 'index.html'))
    expect(fileOf('app://postern/index.html')).toBe(path.join(folder, 'index.html'))
    expect(fileOf('app://postern/assets/index-B_1x-9.js')).toBe(path.join(folder, 'assets', 'index-B_1x-9.js'))
  })

  test('may have a query and a fragment, which are ignored', () => {
    expect(fileOf('app://postern/index.html?from=tray#/accounts')).toBe(path.join(folder, 'index.html'))
  })

  test.each([
    'app://postern/../../etc/passwd',
    'app://postern/assets/../../../etc/passwd',
    'app://postern/%2e%2e/%2e%2e/etc/passwd',
    'app://postern/..%2f..%2fetc%2fpasswd',
    'app://postern/%2e%2e%5c%2e%2e%5cetc',
    'app://postern/..\\..\\windows\\win.ini',
    'app://postern/assets\\..\\..\\x',
    'app://postern//etc/passwd',
    'app://postern/c:/windows/win.ini',
    'app://postern/C%3A/windows',
    'app://postern/index.html%00.js',
    'app://postern/index.html\0.js',
    'app://postern/.env',
    'app://postern/assets/.hidden',
    'app://postern/assets/',
    'app://postern/name%20with%20space',
  ])('that goes astray, %j, means no file outside the folder', (address) => {
    const file = fileOf(address)
    expect(file === undefined || file.startsWith(folder + path.sep)).toBe(true)
    expect(file ?? '').not.toMatch(/\.\.|%|\\|\0|:/)
  })

  test('never leads out of the folder, whatever its text', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '..',
        '.',
        '%2e',
        '%2E%2e',
        '%2f',
        '%5c',
        '\\',
        '/',
        '//',
        '%00',
        '\0',
        'c:',
        '~',
        'assets',
        'index.html',
        '…',
      ),
      fc.string({ unit: 'binary', maxLength: 6 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const file = fileOf(`app://postern/${pieces.join('')}`)
        return file === undefined || (file.startsWith(folder + path.sep) && !file.slice(folder.length).includes('..' + path.sep))
      }),
    )
  })
})

describe('an address of something else', () => {
  test.each([
    'https://example.org/',
    'http://postern/',
    'file:///etc/passwd',
    'file:///built/window/index.html',
    'data:text/html,hello',
    'about:blank',
    'about:srcdoc',
    'javascript:0',
    'blob:app://postern/2f3c',
    'app://postern.example.org/',
    'app://example.org/postern/',
    'app://postern@example.org/',
    'app://someone@postern/',
    'app://postern:8080/',
    'app:postern/',
    'app:///index.html',
    'apps://postern/',
    'devtools://devtools/bundled/inspector.html',
    '',
    'no address',
  ])('%j is not ours and means no file', (address) => {
    expect(isOwnAddress(address)).toBe(false)
    expect(fileOf(address)).toBeUndefined()
  })
})
