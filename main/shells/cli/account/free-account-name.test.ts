import { expect, test } from 'vitest'
import { AccountNameSchema } from '../../../../contract/account.ts'
import { freeAccountName } from './free-account-name.ts'

const named = (...names: string[]) => names.map((name) => ({ name }))

test('a name that is taken gets a number', () => {
  expect(freeAccountName('work', named('home'))).toBe('work')
  expect(freeAccountName('work', named('Work'))).toBe('work-2')
  expect(freeAccountName('work', named('work', 'work-2'))).toBe('work-3')
})

test('a long name with a number stays a valid account name', () => {
  const name = 'a'.repeat(64)
  const free = freeAccountName(name, named(name))
  expect(AccountNameSchema.parse(free)).toMatch(/^a{62}-2$/)
})
