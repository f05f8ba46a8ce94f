import { expect, test } from 'vitest'
import { AccountSchema, type Account } from '../../contract/account.ts'
import type { LocalForward } from '../../contract/local-forward.ts'
import { withFacts, withoutStaleFacts } from './mail-server-facts.ts'

const facts = { startTls: true, plainLogIn: false }
const account = (forwards: readonly Partial<LocalForward>[], more: Partial<Account> = {}): Account =>
  AccountSchema.parse({
    id: '6f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b11',
    name: 'Work',
    host: 'ssh.example.org',
    user: 'bob',
    ...more,
    forwards: forwards.map((forward, index) => ({
      id: `f${index}`,
      service: 'imap',
      bindPort: 11_143 + index,
      destinationHost: 'localhost',
      destinationPort: 143,
      ...forward,
    })),
  })
const learnt = { service: 'imap', destinationHost: 'LOCALHOST', destinationPort: 143, facts } as const
const factsOf = ({ forwards }: Account) => forwards.map(({ mailServer }) => mailServer)

test('facts go to each forward that leads to the mail server, and to no other', () => {
  const before = account([{}, { service: 'pop3' }, { destinationPort: 1143 }, { destinationHost: 'mail.lan' }, {}])
  expect(factsOf(withFacts(before, before, [learnt]))).toEqual([facts, undefined, undefined, undefined, facts])
})

test('facts that are known already change nothing', () => {
  const before = account([{ mailServer: { plainLogIn: false, startTls: true } }])
  expect(withFacts(before, before, [learnt])).toBe(before)
})

test.each([{ host: 'other.example.org' }, { port: 2222 }, { jumpAccountId: '6f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b12' }])(
  'facts that were learnt behind another SSH server are dropped: %j',
  (change) => {
    const now = account([{}], change)
    expect(withFacts(now, account([{}]), [learnt])).toBe(now)
    expect(factsOf(withoutStaleFacts(account([{ mailServer: facts }]), account([{ mailServer: facts }], change)))).toEqual([
      undefined,
    ])
  },
)

test('facts stay while a forward leads to the same mail server', () => {
  const before = account([{ mailServer: facts }])
  expect(factsOf(withoutStaleFacts(before, account([{ mailServer: facts, bindPort: 2143 }], { name: 'Club' })))).toEqual([facts])
  expect(factsOf(withoutStaleFacts(before, account([{ mailServer: facts, destinationPort: 1143 }])))).toEqual([undefined])
  expect(factsOf(withoutStaleFacts(before, account([{ mailServer: facts, service: 'pop3' }])))).toEqual([undefined])
  expect(factsOf(withoutStaleFacts(account([]), before))).toEqual([facts])
})
