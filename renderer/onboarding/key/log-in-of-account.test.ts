import { describe, expect, test } from 'vitest'
import { AccountSchema } from '../../../contract/account.ts'
import { draftWithLogIn, draftWithPassword, installWith, logsInWith } from './log-in-of-account.ts'

const account = AccountSchema.parse({
  id: '6f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b11',
  name: 'Work',
  host: 'mail.example.org',
  user: 'bob',
  mailAddress: 'bob@example.org',
  identity: { kind: 'kept', name: 'laptop' },
})

describe('an account', () => {
  test('with only a password has no key, and keeps its other values', () => {
    const draft = draftWithLogIn(account, { way: 'password' })
    expect(draft).toMatchObject({
      name: 'Work',
      mailAddress: 'bob@example.org',
      authentication: ['keyboard-interactive', 'password'],
    })
    expect(draft?.identity).toBeUndefined()
    expect(draft).not.toHaveProperty('id')
  })

  test('with a key file tries that file first', () => {
    expect(draftWithLogIn(account, { way: 'file', path: '/key' })).toMatchObject({
      identity: { kind: 'file', path: '/key' },
      authentication: ['key', 'keyboard-interactive', 'password'],
    })
  })

  test('with that log-in already is not changed', () => {
    const file = { way: 'file', path: '/key' } as const
    expect(draftWithLogIn({ ...account, ...draftWithLogIn(account, file), id: account.id } as typeof account, file)).toBeUndefined()
    expect(draftWithPassword(account)).toBeUndefined()
  })

  test('that logs in by key alone gets the password as a method again', () => {
    expect(draftWithPassword({ ...account, authentication: ['key'] })?.authentication).toEqual([
      'key',
      'keyboard-interactive',
      'password',
    ])
  })
})

test('a proof counts for the key that was proven, and for no other', () => {
  const install = { way: 'now', restricted: true, proven: true } as const
  expect(installWith(install, account, 'laptop').proven).toBe(true)
  expect(installWith(install, account, 'other').proven).toBe(false)
  expect(logsInWith({ ...account, identity: { kind: 'file', path: 'laptop' } }, 'laptop')).toBe(false)
})
