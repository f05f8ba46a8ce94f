import { describe, expect, test } from 'vitest'
import type { Account } from '../../contract/account.ts'
import { FailureError } from '../../contract/failure.ts'
import { accountAt, asked, connectionHarness, typed, type Answering } from '../testing/connection-harness.ts'

const { compose, server, start } = connectionHarness()

describe('a password', () => {
  const trusting = (account: Account, answers: Answering) => {
    const made = compose([account], answers)
    made.know(...server().knownHostsLines)
    return made
  }
  const entry = ({ id }: Account) => `password:${id}`

  test('in the keychain is used without a question', async () => {
    const account = accountAt(server())
    const { open, questions, vault } = trusting(account, {})
    vault.entries.set(entry(account), 'right')
    await open(account)
    expect(questions).toEqual([])
  })

  test('from the keychain that the server refuses is asked for again, with the reason', async () => {
    const account = accountAt(server())
    const { open, questions, vault } = trusting(account, { password: [typed('right', true)] })
    vault.entries.set(entry(account), 'old')
    await open(account)
    expect(questions).toMatchObject([
      { kind: 'password', server: `bob@127.0.0.1:${server().port}`, previous: { code: 'login-refused' } },
    ])
    expect(vault.entries.get(entry(account))).toBe('right')
  })

  test('is kept only where the person wants it, and only once it has worked', async () => {
    const account = accountAt(server())
    const { failure, vault } = trusting(account, { password: [typed('wrong', true), typed('wrong', true), typed('wrong', true)] })
    expect(await failure(account)).toMatchObject({ code: 'login-refused' })
    expect(vault.entries.size).toBe(0)
    const second = trusting(account, { password: [typed('wrong', true), typed('right', false)] })
    await second.open(account)
    expect(second.vault.entries.size).toBe(0)
  })

  test('that has worked is not asked for again after a drop, and is sent to no other server', async () => {
    const account = accountAt(server())
    const { open, failure, questions, know } = trusting(account, { password: [typed('right')] })
    await open(account)
    await open(account)
    expect(asked(questions)).toEqual(['password'])
    const other = await start()
    know(...other.knownHostsLines)
    expect(await failure({ ...account, port: other.port })).toMatchObject({ code: 'secret-needed' })
  })

  test('that has worked and is refused later is asked for again', async () => {
    const changing = { name: 'bob', password: 'right' }
    const other = await start({ users: [changing] })
    const account = accountAt(other)
    const { open, questions, know } = trusting(account, { password: [typed('right'), typed('newer')] })
    know(...other.knownHostsLines)
    await open(account)
    changing.password = 'newer'
    await open(account)
    await open(account)
    expect(questions).toMatchObject([{ kind: 'password' }, { kind: 'password', previous: { code: 'login-refused' } }])
  })

  test('that nobody types fails as a needed secret, not as a refused log-in', async () => {
    const account = accountAt(server())
    const { failure } = trusting(account, {})
    expect(await failure(account)).toMatchObject({
      code: 'secret-needed',
      reason: 'password-of',
      user: 'bob',
      host: '127.0.0.1',
    })
  })

  test('is asked for where the keychain is absent or locked, with a line in the log', async () => {
    const account = accountAt(server())
    const { open, log, vault } = trusting(account, { password: [typed('right', true)] })
    Object.assign(vault, {
      get: () => Promise.reject(new FailureError({ code: 'keychain-absent', said: 'no D-Bus' })),
      set: () => Promise.reject(new FailureError({ code: 'keychain-locked' })),
    })
    await open(account)
    expect(log).toContainEqual({
      level: 'warn',
      entry: { name: 'secret-not-read', secret: 'password' },
      code: 'keychain-absent',
    })
    expect(log).toContainEqual({
      level: 'warn',
      entry: { name: 'secret-not-kept', secret: 'password' },
      code: 'keychain-locked',
    })
    expect(JSON.stringify(log)).not.toContain('right')
  })

  test('answers a challenge for the password, as sshd with PAM sends it', async () => {
    const account = accountAt(server(), { authentication: ['keyboard-interactive'] })
    const { open, questions, vault } = trusting(account, {})
    vault.entries.set(entry(account), 'right')
    await open(account)
    expect(questions).toEqual([])
  })

  test.each([
    ['One-time password: ', false],
    ['New password: ', false],
    ['Verification code: ', false],
    ['Password and code: ', false],
    // The answer to this prompt shows on the screen, where a kept password must not appear.
    ['Password: ', true],
  ])('is never the answer to %j (echo: %j)', async (prompt, echo) => {
    const seen: string[] = []
    const strict = await start({
      authenticate: (context) => {
        if (context.method !== 'keyboard-interactive') {
          context.reject(['keyboard-interactive'])
          return
        }
        context.prompt([{ prompt, echo }], (given) => {
          seen.push(...(Array.isArray(given) ? given : []))
          context.accept()
        })
      },
    })
    const account = accountAt(strict, { authentication: ['keyboard-interactive'] })
    const { open, questions, vault, know } = compose([account], { challenge: ['123456'] })
    know(...strict.knownHostsLines)
    vault.entries.set(entry(account), 'right')
    await open(account)
    expect(asked(questions)).toEqual(['keyboard-interactive'])
    expect(seen).toEqual(['123456'])
  })
})
