import { expect, test } from 'vitest'
import { emptyPassphrase, passphraseChoice, passphraseProblem } from './new-passphrase.ts'

test.each([
  [emptyPassphrase('asked'), 'empty'],
  [{ keeper: 'asked', first: 'one', second: '' }, 'different'],
  [{ keeper: 'asked', first: 'one', second: 'One' }, 'different'],
  [{ keeper: 'asked', first: 'one', second: 'one' }, undefined],
  [emptyPassphrase('keychain'), undefined],
  [emptyPassphrase('same'), undefined],
] as const)('%j has the problem %s', (entry, problem) => {
  expect(passphraseProblem(entry)).toBe(problem)
})

test('a typed passphrase is not sent once the keychain is chosen', () => {
  expect(passphraseChoice({ keeper: 'keychain', first: 'one', second: 'one' }, 'old')).toEqual({ kept: 'keychain' })
})

test('`same` sends the passphrase of the file', () => {
  expect(passphraseChoice({ keeper: 'same', first: 'one', second: 'one' }, 'old')).toEqual({ kept: 'asked', passphrase: 'old' })
  expect(passphraseChoice({ keeper: 'asked', first: 'one', second: 'one' }, 'old')).toEqual({ kept: 'asked', passphrase: 'one' })
})
