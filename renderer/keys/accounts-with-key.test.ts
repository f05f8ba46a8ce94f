import { expect, test } from 'vitest'
import { AccountSchema, type IdentityReference } from '../../contract/account.ts'
import { accountsWithKey } from './accounts-with-key.ts'

const account = (name: string, identity?: IdentityReference) =>
  AccountSchema.parse({ id: crypto.randomUUID(), name, host: 'mail.example.org', user: 'bob', identity })

test('a key is used by the accounts that name it, and not by those that use a file of that name', () => {
  const accounts = [
    account('a', { kind: 'kept', name: 'laptop' }),
    account('b', { kind: 'kept', name: 'Laptop' }),
    account('c', { kind: 'file', path: 'laptop' }),
    account('d', { kind: 'kept', name: 'laptop-2' }),
    account('e'),
  ]
  expect(accountsWithKey(accounts, 'laptop').map(({ name }) => name)).toEqual(['a', 'b'])
})
