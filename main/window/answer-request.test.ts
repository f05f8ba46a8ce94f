import { describe, expect, test } from 'vitest'
import { FailureError } from '../../contract/failure.ts'
import { createAnswerRequest } from './answer-request.ts'
import type { RequestHandlers } from '../requests/request-handlers.ts'

const id = '0e1f7a52-5d8e-4a3f-9b0a-111111111111'

/** Answers by the given handlers. Any other request is a mistake of the test. */
const answering = (handlers: Partial<RequestHandlers>) => {
  const faults: unknown[] = []
  return { faults, answer: createAnswerRequest(handlers as RequestHandlers, (error) => faults.push(error)) }
}
const failureOf = async (name: unknown, input: unknown) => {
  const outcome = await answering({}).answer(name, input)
  return outcome.ok ? undefined : outcome.failure
}

describe('a request that is answered', () => {
  test('returns the answer of its handler, which receives the input with defaults filled in', async () => {
    const { answer } = answering({
      checkLocalPort: ({ bindAddress, port }) => ({ free: bindAddress === '127.0.0.1' && port === 11_110 }) as { free: true },
    })
    expect(await answer('checkLocalPort', { port: 11_110 })).toEqual({ ok: true, answer: { free: true } })
  })

  test('may come without an input if it needs none', async () => {
    const { answer } = answering({ listAccounts: () => [] })
    expect(await answer('listAccounts', undefined)).toEqual({ ok: true, answer: [] })
    expect(await answer('listAccounts', null)).toMatchObject({ ok: false })
  })

  test('returns the failure that its handler throws', async () => {
    const failure = { code: 'account-not-found', account: 'work' } as const
    const { answer, faults } = answering({ forgetPassword: () => Promise.reject(new FailureError(failure)) })
    expect(await answer('forgetPassword', { accountId: id })).toEqual({ ok: false, failure })
    expect(faults).toEqual([])
  })

  test('returns the message of a fault of Postern, and reports the whole error', async () => {
    const fault = new TypeError('what is this')
    const { answer, faults } = answering({
      disconnect: () => {
        throw fault
      },
    })
    const failure = { code: 'program-fault', said: 'what is this' }
    expect(await answer('disconnect', { accountId: id })).toEqual({ ok: false, failure })
    expect(faults).toEqual([fault])
  })
})

describe('an unknown request', () => {
  test.each(['nope', '__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'listAccounts '])(
    '%j is refused',
    async (name) => {
      expect(await failureOf(name, {})).toEqual({
        code: 'input-invalid',
        field: 'request',
        value: name.trim(),
        reason: 'request-unknown',
      })
    },
  )

  test.each([undefined, null, 7, ['listAccounts'], { toString: () => 'listAccounts' }, Symbol('listAccounts')])(
    'a name that is not a string is refused: %s',
    async (name) => {
      expect(await failureOf(name, {})).toMatchObject({ code: 'input-invalid', field: 'request', value: '' })
    },
  )
})

describe('an invalid input', () => {
  const draft = { name: 'work', host: 'mail.example.org', user: 'bob' }

  test.each<[string, string, unknown, string, string, string]>([
    ['a field', 'checkLocalPort', { port: 70_000 }, 'port', '70000', 'port'],
    ['a number that is none', 'checkLocalPort', { port: NaN }, 'port', 'NaN', 'port'],
    [
      'a field of an account, named as in the account',
      'addAccount',
      { draft: { ...draft, name: '-x' } },
      'name',
      '-x',
      'account-name',
    ],
    [
      'a field of a forward',
      'editAccount',
      { accountId: id, draft: { ...draft, forwards: [{ id: 'a', service: 'pop3', bindPort: 0 }] } },
      'forwards[0].bindPort',
      '0',
      'port',
    ],
    ['a setting', 'changeSettings', { change: { theme: 'pink' } }, 'theme', 'pink', 'value'],
    ['a field that nobody knows', 'addAccount', { draft: { ...draft, pasword: 'hunter2' } }, 'pasword', '', 'field-unknown'],
    [
      'a fingerprint',
      'replaceHostKey',
      { host: 'a', port: 22, fingerprint: 'SHA256:half' },
      'fingerprint',
      'SHA256:half',
      'fingerprint',
    ],
    ['an object in place of a text', 'removeKnownHost', { host: { secret: 'hunter2' } }, 'host', '', 'host-name'],
    ['a text in place of an object', 'listAccounts', 'hunter2', '', '', 'value'],
  ])('is refused with the path, the value and the reason: %s', async (_, name, input, ...shown) => {
    const [field, value, reason] = shown
    expect(await failureOf(name, input)).toEqual({ code: 'input-invalid', field, value, reason })
  })

  test('is shortened and made printable in the failure', async () => {
    const failure = await failureOf('addAccount', { draft: { ...draft, host: `a\u001b[31m\u202eb ${'x'.repeat(300)}` } })
    expect(failure).toMatchObject({ field: 'host', value: expect.stringMatching(/^a\[31mb x{80,100}…$/) as string })
  })

  test.each([
    { kind: 'password', secret: 'hunter2'.repeat(1000), remember: true },
    { kind: 'password', secret: 'hunter2', remember: 'hunter2' },
    { kind: 'hunter2' },
    { kind: 'keyboard-interactive', answers: ['hunter2', 7] },
    { kind: 'passphrase', secret: 'hunter2', remember: true, hunter2: 'hunter2' },
    'hunter2',
    ['hunter2'],
  ])('does not show any part of an answer to a question: %j', async (answer) => {
    const failure = await failureOf('answerQuestion', { questionId: id, answer })
    expect(failure).toMatchObject({ code: 'input-invalid', value: '', field: expect.stringMatching(/^answer/) as string })
  })

  const key = { name: 'laptop', from: { kind: 'text', text: 'canary' }, passphrase: { kept: 'asked', passphrase: 'canary' } }
  const long = 'canary'.repeat(20_000)
  test.each<[string, object]>([
    ['createIdentity', { name: 'laptop', type: 'ed25519', passphrase: 'canary' }],
    ['createIdentity', { name: 'laptop', type: 'ed25519', passphrase: { kept: 'canary', passphrase: 'canary' } }],
    ['createIdentity', { name: 'laptop', type: 'ed25519', passphrase: { kept: 'asked', passphrase: long } }],
    ['createIdentity', { name: 'laptop', type: 'ed25519', passphrase: { kept: 'keychain', canary: 'canary' } }],
    ['importIdentity', { ...key, from: 'canary' }],
    ['importIdentity', { ...key, from: { kind: 'text', text: long } }],
    ['importIdentity', { ...key, from: { kind: 'canary', text: 'canary' } }],
    ['importIdentity', { ...key, from: { kind: 'file', path: long } }],
    ['importIdentity', { ...key, from: { ...key.from, path: 'canary' } }],
    ['importIdentity', { ...key, current: long }],
    ['importIdentity', { ...key, current: { canary: 'canary' } }],
    ['changePassphrase', { name: 'laptop', current: long, passphrase: { kept: 'keychain' } }],
    ['changePassphrase', { name: 'laptop', current: 'canary', passphrase: ['canary'] }],
    ['changePassphrase', { name: 'laptop', newPassphrase: 'canary', passphrase: { kept: 'keychain' } }],
    ['readImport', { text: `user bob password ${long.repeat(2)}` }],
  ])('does not show any part of a passphrase, a key or an imported text: %s %#', async (name, input) => {
    const failure = await failureOf(name, input)
    expect(failure).toMatchObject({ code: 'input-invalid', value: '' })
    expect(JSON.stringify({ ...failure, field: '' })).not.toContain('canary')
  })
})
