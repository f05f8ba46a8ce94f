import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keyNameProblem, proposedKeyName } from './key-name.ts'

test.each([
  ['mail.example.org', [], 'example.org'],
  ['mail.example.org', ['Example.org'], 'example.org-2'],
  ['mail.example.org', ['example.org', 'example.org-2'], 'example.org-3'],
  ['2001:db8::1', [], '2001-db8-1'],
  ['/home/bob/.ssh/id_ed25519', [], 'id_ed25519'],
  ['C:\\Users\\bob\\work.ppk', [], 'work'],
  ['', [], 'key'],
  ['...', ['key'], 'key-2'],
] as const)('from %j beside %j the name %j is proposed', (from, taken, name) => {
  expect(proposedKeyName(from, taken)).toBe(name)
})

test('a proposed name is valid, whatever its source', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (from) => {
      expect(keyNameProblem(proposedKeyName(from, ['key']), ['key'])).toBeUndefined()
    }),
  )
})

test.each([
  [' ', 'empty'],
  ['my key', 'invalid'],
  ['../key', 'invalid'],
  ['Laptop', 'taken'],
  ['laptop-2', undefined],
] as const)('the name %j is %s', (name, problem) => {
  expect(keyNameProblem(name, ['laptop'])).toBe(problem)
})
