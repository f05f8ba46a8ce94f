import { describe, expect, test } from 'vitest'
import { createTranslate } from '../../../words/translate.ts'
import { accountResolver } from './account-resolver.ts'
import { newValues, type AccountValues } from './account-values.ts'
import { problemOfFailure, problemWords } from './problem.ts'

describe('a field that main refuses', () => {
  test.each([
    [
      { code: 'account-exists', account: 'Work' },
      { field: 'name', reason: 'account-exists' },
    ],
    [
      { code: 'identity-not-found', identity: 'laptop' },
      { field: 'identity', reason: 'identity-not-found' },
    ],
    [
      { code: 'input-invalid', field: 'forwards[0].bindPort', value: '11143', reason: 'port-twice' },
      { field: 'forwards.0.bindPort', reason: 'port-twice' },
    ],
    [
      { code: 'input-invalid', field: 'jumpAccountId', value: '…', reason: 'jump-loop' },
      { field: 'jumpAccountId', reason: 'jump-loop' },
    ],
  ] as const)('stands beside its field: %j', (failure, problem) => {
    expect(problemOfFailure(failure)).toEqual(problem)
  })

  test.each([
    { code: 'store-held', file: '/f', program: { name: 'another Postern' } },
    { code: 'input-invalid', field: 'accountId', value: '', reason: 'value' },
    { code: 'input-invalid', field: 'request', value: '', reason: 'request-unknown' },
  ] as const)('stands beside the button where no field shows it: %j', (failure) => {
    expect(problemOfFailure(failure)).toBeUndefined()
  })
})

const problemsOf = async (change: Partial<AccountValues>): Promise<unknown> => {
  const good: AccountValues = { ...newValues('bob'), name: 'Work', host: 'mail.example.org' }
  const { errors } = await accountResolver({ ...good, ...change }, undefined, { fields: {}, shouldUseNativeValidation: false })
  return errors
}

describe('a problem that the form finds', () => {
  const forward = {
    id: '',
    service: 'imap',
    label: '',
    bindAddress: '127.0.0.1',
    bindPort: '0',
    destinationHost: 'a,b',
    destinationPort: '',
    enabled: true,
    mailTls: 'none',
    certificateName: '',
  } as const

  test.each<[string, Partial<AccountValues>, object]>([
    ['nothing in a good form', {}, {}],
    ['an empty host', { host: ' ' }, { host: { message: 'empty' } }],
    ['a host with a space', { host: 'a b' }, { host: { message: 'host-name' } }],
    ['a port that is a word', { port: 'ssh' }, { port: { message: 'port' } }],
    ['no way to log in', { authentication: [] }, { authentication: { message: 'no-method' } }],
    ['a key file without a path', { identity: { kind: 'file', name: '', path: '' } }, { identity: { path: { message: 'empty' } } }],
    ['half a mail address', { mailAddress: 'bob@' }, { mailAddress: { message: 'mail-address' } }],
    ['a user name with a blank', { mailUser: 'bob brown' }, { mailUser: { message: 'user-name' } }],
    ['half a fingerprint', { trustedFingerprint: 'SHA256:abc' }, { trustedFingerprint: { message: 'fingerprint' } }],
    [
      'each field of a forward',
      { forwards: [forward] },
      {
        forwards: [
          { bindPort: { message: 'port' }, destinationHost: { message: 'forward-host' }, destinationPort: { message: 'port' } },
        ],
      },
    ],
  ])('is %s', async (_, change, problems) => {
    expect(await problemsOf(change)).toMatchObject(problems)
    expect(Object.keys((await problemsOf(change)) as object)).toEqual(Object.keys(problems))
  })
})

test('a problem is a sentence in the language of the person', () => {
  expect(problemWords(createTranslate('en'), 'en', 'port')).toBe('A port is a number from 1 to 65535.')
  expect(problemWords(createTranslate('nl'), 'nl', 'empty')).toBe('Vul dit in.')
})
