import { describe, expect, test } from 'vitest'
import { judgePassphrase } from './judge-passphrase.ts'
import { strengthOf } from './passphrase-strength.ts'

describe('a passphrase is', () => {
  test.each([
    ['weak and common', 'password', { level: 'weak', weakness: 'common' }],
    ['weak and common with letters swapped', 'P@ssw0rd', { level: 'weak', weakness: 'common' }],
    ['weak as a repeated letter', 'aaaaaaa', { level: 'weak', weakness: 'repeat' }],
    ['weak as a row of the alphabet', 'abcdef', { level: 'weak', weakness: 'sequence' }],
    ['weak as a date', '12-12-1990', { level: 'weak', weakness: 'date' }],
    ['weak as a name', 'Jan', { level: 'weak', weakness: 'name' }],
    ['weak as the name of the server', 'mail.example.org1', { level: 'weak', weakness: 'known' }],
    ['weak as one Dutch word', 'fietsbel', { level: 'weak', weakness: 'common' }],
    ['fair where it is short', '8Xk2!pQ', { level: 'fair', weakness: 'short' }],
    ['strong as a few words', 'fiets regen kaas toren', { level: 'strong' }],
  ] as const)('%s', (_, passphrase, strength) => {
    expect(judgePassphrase(passphrase, ['bob', 'mail.example.org'])).toEqual(strength)
  })

  test('judged by its beginning if it is very long, so that typing never has to wait', () => {
    expect(judgePassphrase('aB3$'.repeat(1000), [])).toEqual(judgePassphrase('aB3$'.repeat(10), []))
  })
})

test('a warning that is not known yet says that the passphrase is short', () => {
  expect(strengthOf({ score: 1, feedback: { warning: 'something new', suggestions: [] } })).toEqual({
    level: 'weak',
    weakness: 'short',
  })
})
