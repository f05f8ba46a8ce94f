import { describe, expect, test } from 'vitest'
import { AccountSchema, mailUserOf } from './account.ts'

const account = { id: '6f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b11', name: 'work', host: 'mail.example.org', user: 'bob' }

describe('an account', () => {
  test('is complete with a name, a server and a user', () => {
    expect(AccountSchema.parse(account)).toMatchObject({ port: 22, compression: false, forwards: [] })
  })

  test.each(['mail.example.org', '192.0.2.7', '2001:db8::7', 'fe80::1%eth0', 'xn--bcher-kva.example'])(
    'takes %s as a host',
    (host) => {
      expect(AccountSchema.safeParse({ ...account, host }).success).toBe(true)
    },
  )

  // Each of these would have another meaning in an exported command line or Host block.
  test.each(['-oProxyCommand=sh', 'a b', 'host\n', '$(id)', 'user@host', 'a"b', '', 'a/b'])('refuses %j as a host', (host) => {
    expect(AccountSchema.safeParse({ ...account, host }).success).toBe(false)
  })

  test.each(['-l', 'bob -oProxyCommand=x', ' bob', 'bob ', 'bob\\', 'a\\\\b', 'bob\n', '`id`', '"', ''])(
    'refuses %j as a user',
    (user) => {
      expect(AccountSchema.safeParse({ ...account, user }).success).toBe(false)
    },
  )

  test('binds loopback addresses alone', () => {
    const forward = { id: 'pop3', service: 'pop3', bindPort: 11_110, destinationHost: 'localhost', destinationPort: 110 }
    expect(AccountSchema.safeParse({ ...account, forwards: [{ ...forward, bindAddress: '0.0.0.0' }] }).success).toBe(false)
    expect(AccountSchema.safeParse({ ...account, forwards: [{ ...forward, bindAddress: '::1' }] }).success).toBe(true)
  })

  test('names a pinned host key by its whole SHA256 fingerprint', () => {
    expect(AccountSchema.safeParse({ ...account, trustedFingerprint: 'SHA256:short' }).success).toBe(false)
    expect(AccountSchema.safeParse({ ...account, trustedFingerprint: `SHA256:${'A'.repeat(43)}` }).success).toBe(true)
  })
})

// ssh2-facts 37
test.each([
  ['bob', 'bob'],
  ['CORP\\bob', 'bob'],
  ['Bob Jones', 'BobJones'],
  ['machine$', 'machine'],
  ['bob@example.org', 'bob@example.org'],
])('The user %s of an SSH server is %s for a mail app', (user, mailUser) => {
  const parsed = AccountSchema.parse({ ...account, user })
  expect(parsed.user).toBe(user)
  expect(mailUserOf(parsed)).toBe(mailUser)
  expect(mailUserOf({ ...parsed, mailUser: 'robert' })).toBe('robert')
  expect(AccountSchema.shape.mailUser.safeParse(mailUserOf(parsed)).success).toBe(true)
})
