import { expect, test } from 'vitest'
import { createTranslate } from '../../../words/translate.ts'
import { failureWords } from './failure-words.ts'

test('names the fingerprint and --trust for a host key that no person could check', () => {
  const failure = { code: 'host-key-unknown', host: 'a', port: 22, keyType: 'ssh-ed25519', fingerprint: 'SHA256:abc' } as const
  expect(failureWords(createTranslate('en'), failure).next).toContain('--trust SHA256:abc')
})

test('calls a field by the option that sets it', () => {
  const failure = { code: 'input-invalid', field: 'jumpAccountId', value: 'x', reason: 'jump-loop' } as const
  expect(failureWords(createTranslate('en'), failure).message).toContain('--jump')
})
