import { describe, expect, test } from 'vitest'
import { foundKeys, likelyChoice, sourceOf } from './key-source.ts'

const key = { path: '/home/bob/.ssh/id_ed25519', type: 'ed25519', encrypted: true }

describe('the likely key is', () => {
  test.each([
    ['the file that was chosen before', { path: key.path, name: '', kept: ['laptop'], found: [key] }, `found:${key.path}`],
    ['the file that an import named', { path: '/elsewhere', name: '', kept: ['laptop'], found: [key] }, 'path'],
    ['the kept key that was chosen before', { path: '', name: 'b', kept: ['a', 'b'], found: [key] }, 'kept:b'],
    ['the first kept key', { path: '', name: 'example.org', kept: ['a', 'b'], found: [key] }, 'kept:a'],
    ['the first one found', { path: '', name: '', kept: [], found: [key] }, `found:${key.path}`],
    ['one that the person picks', { path: '', name: '', kept: [], found: [] }, 'picked'],
  ] as const)('%s', (_, known, choice) => {
    expect(likelyChoice(known)).toBe(choice)
  })
})

test('a key that two places name is found once', () => {
  const place = { place: '/home/bob/.ssh', accounts: [], keys: [key] }
  expect(
    foundKeys([
      { ...place, origin: 'openssh' },
      { ...place, origin: 'cygwin' },
    ]),
  ).toEqual([key])
})

test('main receives the text of a picked file, and the path of any other', () => {
  const picked = { name: 'work.ppk', text: 'Encryption: aes256-cbc' }
  const more = { path: ' /a ', picked, isFileEncrypted: false }
  expect(sourceOf('picked', more)).toEqual({ source: { kind: 'text', text: picked.text }, fileName: 'work.ppk', isEncrypted: true })
  expect(sourceOf('path', more)).toEqual({ source: { kind: 'file', path: '/a' }, fileName: '/a', isEncrypted: false })
  expect(sourceOf('found:/b', more)).toEqual({ source: { kind: 'file', path: '/b' }, fileName: '/b', isEncrypted: false })
  expect(sourceOf('kept:a', more).source).toBeUndefined()
})
