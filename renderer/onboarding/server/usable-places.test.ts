import { expect, test } from 'vitest'
import type { ImportedAccount } from '../../../contract/imported-account.ts'
import { onlyAccount, usablePlaces } from './usable-places.ts'

const account = (host?: string): ImportedAccount => ({
  source: 'ssh-config',
  name: 'Work',
  host,
  forwards: [],
  leftOut: [],
})
const place = { origin: 'openssh', place: '/home/bob/.ssh/config', keys: [] } as const

test('an account without a server is not offered, nor a place without accounts', () => {
  const found = [
    { ...place, accounts: [account(), account('mail.example.org')] },
    { ...place, accounts: [account()] },
  ]
  expect(usablePlaces(found)).toEqual([{ ...place, accounts: [account('mail.example.org')] }])
})

test('several accounts leave the choice to the person', () => {
  expect(onlyAccount([account('a')])).toEqual(account('a'))
  expect(onlyAccount([account('a'), account('b')])).toBeUndefined()
  expect(onlyAccount([])).toBeUndefined()
})
