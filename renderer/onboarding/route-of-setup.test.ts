import { expect, test } from 'vitest'
import { AccountSchema } from '../../contract/account.ts'
import { newOnboarding, type Onboarding } from '../../contract/onboarding.ts'
import { createTranslate } from '../../words/translate.ts'
import { routeOfSetup } from './route-of-setup.ts'

const t = createTranslate('en')

const hopsAt = (onboarding: Partial<Onboarding>, destinationHost?: string): readonly string[] => {
  const forwards =
    destinationHost === undefined ? [] : [{ id: 'imap', service: 'imap', bindPort: 11_143, destinationHost, destinationPort: 143 }]
  const account = AccountSchema.parse({
    id: '6f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b11',
    name: 'Work',
    host: 'mail.example.org',
    user: 'bob',
    forwards,
  })
  return routeOfSetup(t, { onboarding: { ...newOnboarding('bob'), ...onboarding }, account }).hops
}

test.each([
  ['trust', undefined, ['unknown', 'unknown', 'unknown']],
  ['key', undefined, ['unknown', 'protected', 'unknown']],
  ['mail', 'localhost', ['unknown', 'protected', 'unknown']],
  ['client', 'localhost', ['unknown', 'protected', 'protected']],
  ['client', 'popserver', ['unknown', 'protected', 'open']],
  ['client', undefined, ['unknown', 'protected', 'unknown']],
  ['done', 'localhost', ['protected', 'protected', 'protected']],
] as const)('a wizard that has reached %s with mail at %s draws the hops %j', (reached, host, hops) => {
  expect(hopsAt({ reached }, host)).toEqual(hops)
})

test("New Outlook has no protected hop, since Microsoft's servers fetch its mail", () => {
  expect(hopsAt({ reached: 'done', client: 'new-outlook' }, 'localhost')).toEqual(['unknown', 'protected', 'protected'])
})

test('the route does not shrink by going Back', () => {
  expect(hopsAt({ step: 'server', reached: 'client' }, 'localhost')).toEqual(['unknown', 'protected', 'protected'])
})
