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

test('a passphrase that was typed and put aside for the keychain goes nowhere', () => {
  expect(passphraseChoice({ keeper: 'keychain', first: 'one', second: 'one' }, 'old')).toEqual({ kept: 'keychain' })
})

test('the same passphrase is the one that opens the file', () => {
  expect(passphraseChoice({ keeper: 'same', first: 'one', second: 'one' }, 'old')).toEqual({ kept: 'asked', passphrase: 'old' })
  expect(passphraseChoice({ keeper: 'asked', first: 'one', second: 'one' }, 'old')).toEqual({ kept: 'asked', passphrase: 'one' })
})
