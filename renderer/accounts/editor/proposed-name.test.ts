import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AccountNameSchema } from '../../../contract/account.ts'
import { proposedName } from './proposed-name.ts'

test.each([
  ['mail.example.org', 'example.org'],
  ['SSH.example.org', 'SSH.example.org'.slice(4)],
  [' home.example.net ', 'home.example.net'],
  ['mail.example', 'mail.example'],
  ['192.0.2.7', '192.0.2.7'],
  ['localhost', 'localhost'],
])('proposes for %j the name %j', (host, name) => {
  expect(proposedName(host, [])).toBe(name)
})

test('puts a number behind a name that another account has, in capitals or not', () => {
  expect(proposedName('mail.example.org', ['Example.org', 'example.org 2'])).toBe('example.org 3')
})

test('proposes nothing, or a name that an account may have and no other has', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 70 }),
      fc.array(fc.string({ maxLength: 10 }), { maxLength: 4 }),
      (host, taken) => {
        const name = proposedName(host, taken)
        expect(name === '' || (AccountNameSchema.safeParse(name).success && !taken.includes(name))).toBe(true)
      },
    ),
  )
  expect(proposedName('2001:db8::1', [])).toBe('')
  expect(AccountNameSchema.safeParse(proposedName('a'.repeat(255), ['a'.repeat(60)])).success).toBe(true)
})
