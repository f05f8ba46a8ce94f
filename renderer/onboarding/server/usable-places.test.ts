import { expect, test } from 'vitest'
import type { ImportedAccount } from '../../../contract/imported-account.ts'
import { onlyAccount, usablePlaces } from './usable-places.ts'

const account = (host?: string): ImportedAccount => ({
  source: 'ssh-config',
  name: 'Work',
  ...(host === undefined ? {} : { host }),
  forwards: [],
  leftOut: [],
})
const place = { origin: 'openssh', place: '/home/bob/.ssh/config', keys: [] } as const

test('what names no server is not offered, nor a place with nothing to offer', () => {
  const found = [
    { ...place, accounts: [account(), account('mail.example.org')] },
    { ...place, accounts: [account()] },
  ]
  expect(usablePlaces(found)).toEqual([{ ...place, accounts: [account('mail.example.org')] }])
})

test('of several accounts none is meant by itself', () => {
  expect(onlyAccount([account('a')])).toEqual(account('a'))
  expect(onlyAccount([account('a'), account('b')])).toBeUndefined()
  expect(onlyAccount([])).toBeUndefined()
})
