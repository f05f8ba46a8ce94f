import { expect, test } from 'vitest'
import { AccountSchema } from '../../../contract/account.ts'
import { jumpChoices } from './jump-choices.ts'

const ids = {
  a: '6f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b11',
  b: '6f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b12',
  c: '6f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b13',
}
const account = (name: keyof typeof ids, through?: keyof typeof ids) =>
  AccountSchema.parse({
    id: ids[name],
    name,
    host: 'h',
    user: 'u',
    jumpAccountId: through === undefined ? undefined : ids[through],
  })
const names = (accounts: readonly { readonly name: string }[]) => accounts.map(({ name }) => name)

test('an account is not reached through one whose own route leads through it', () => {
  const accounts = [account('a'), account('b', 'a'), account('c', 'b')]
  expect(names(jumpChoices(accounts, ids.a))).toEqual([])
  expect(names(jumpChoices(accounts, ids.b))).toEqual(['a'])
  expect(names(jumpChoices(accounts, ids.c))).toEqual(['a', 'b'])
})

test('a new account can be reached through every other', () => {
  expect(names(jumpChoices([account('a'), account('b', 'a')], undefined))).toEqual(['a', 'b'])
})

test('a loop that a file holds already does not hang it', () => {
  expect(names(jumpChoices([account('a', 'b'), account('b', 'a'), account('c')], ids.c))).toEqual(['a', 'b'])
})
