import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { AccountSchema } from '../../contract/account.ts'
import type { Account } from '../../contract/account.ts'
import { beginsOnLoopback } from './begins-on-loopback.ts'

const account = (host: string, change: Partial<Account> = {}): Account =>
  AccountSchema.parse({ id: randomUUID(), name: 'work', host, user: 'bob', ...change })
const finding =
  (...accounts: readonly Account[]) =>
  (id: string): Promise<Account> =>
    Promise.resolve(accounts.find((one) => one.id === id)!)

describe('the way to a server', () => {
  test.each(['localhost', 'LOCALHOST', 'box.localhost', '127.0.0.1', '127.1.2.3', '::1'])('begins here at %s', async (host) => {
    expect(await beginsOnLoopback(account(host), finding())).toBe(true)
  })

  test.each(['mail.example.org', 'localhost.example.org', '127.example.org', '192.168.1.5', '2001:db8::1', '::'])(
    'needs a network to %s',
    async (host) => {
      expect(await beginsOnLoopback(account(host), finding())).toBe(false)
    },
  )

  test('begins at the outermost of its jump hosts', async () => {
    const gate = account('127.0.0.1')
    const middle = account('gate.example.org', { jumpAccountId: gate.id })
    const behind = account('mail.example.org', { jumpAccountId: middle.id })
    expect(await beginsOnLoopback(behind, finding(gate, middle))).toBe(true)
    expect(await beginsOnLoopback(account('localhost', { jumpAccountId: middle.id }), finding(account('x'), middle, gate))).toBe(
      true,
    )
    const far = account('gate.example.org')
    expect(await beginsOnLoopback(account('localhost', { jumpAccountId: far.id }), finding(far))).toBe(false)
  })

  test('is found even where jump hosts lead in a circle', async () => {
    const [one, other] = [account('a.example.org'), account('b.example.org')]
    const circle = [
      { ...one, jumpAccountId: other.id },
      { ...other, jumpAccountId: one.id },
    ]
    expect(await beginsOnLoopback(circle[0]!, finding(...circle))).toBe(false)
  })
})
