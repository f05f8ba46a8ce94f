import { expect, test } from 'vitest'
import { newOnboarding, type Onboarding } from '../../contract/onboarding.ts'
import { isBegun } from './is-begun.ts'

const blank = newOnboarding('bob')

test.each<[string, boolean, Partial<Onboarding>]>([
  ['as it begins', false, {}],
  ['at which another way was looked at', false, { server: { ...blank.server, way: 'paste' } }],
  ['with half a mail address', true, { server: { ...blank.server, mailAddress: 'b' } }],
  ['with another user', true, { server: { ...blank.server, user: 'robert' } }],
  ['that has made an account', true, { accountId: '6f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b11' }],
])('a wizard %s: %s', (_, begun, change) => {
  expect(isBegun({ ...blank, ...change }, 'bob')).toBe(begun)
})
