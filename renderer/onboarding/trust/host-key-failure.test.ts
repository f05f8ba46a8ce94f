import { expect, test } from 'vitest'
import { FailureSchema } from '../../../contract/failure.ts'
import type { HostKeyVerdict } from '../../../contract/host-key.ts'
import { hostKeyFailure } from './host-key-failure.ts'

const fingerprint = `SHA256:${'A'.repeat(43)}`
const hostKey = { host: 'mail.example.org', port: 2222, type: 'ssh-ed25519', fingerprint }
const failureOf = (verdict: HostKeyVerdict): unknown => hostKeyFailure({ hostKey, verdict })

test.each([{ verdict: 'trusted' }, { verdict: 'unknown' }] as const)('a key that is %j has no failure', (verdict) => {
  expect(failureOf(verdict)).toBeUndefined()
})

test.each<[HostKeyVerdict, object]>([
  [{ verdict: 'revoked' }, { code: 'host-key-revoked', host: 'mail.example.org', port: 2222, keyType: 'ssh-ed25519', fingerprint }],
  [
    { verdict: 'changed', known: ['SHA256:x'], source: { kind: 'file', file: '/k', line: 1 }, since: '2026-03-02T09:30:00.000Z' },
    {
      code: 'host-key-changed',
      known: ['SHA256:x'],
      source: { kind: 'file', file: '/k', line: 1 },
      since: '2026-03-02T09:30:00.000Z',
    },
  ],
  [
    { verdict: 'changed', known: [], source: { kind: 'account' } },
    { code: 'host-key-changed', source: { kind: 'account' } },
  ],
])('a key that is %j has the failure of a refused connection', (verdict, failure) => {
  expect(failureOf(verdict)).toMatchObject(failure)
  expect(FailureSchema.safeParse(failureOf(verdict)).success).toBe(true)
})
