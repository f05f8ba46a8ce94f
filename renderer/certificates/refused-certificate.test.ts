import { expect, test } from 'vitest'
import type { Account } from '../../contract/account.ts'
import type { Failure } from '../../contract/failure.ts'
import type { LocalForward } from '../../contract/local-forward.ts'
import type { Certificate } from '../../contract/mail-tls.ts'
import type { TunnelStatus } from '../../contract/tunnel-state.ts'
import { refusedCertificateOf } from './refused-certificate.ts'

const certificate = (fingerprint: string): Certificate => ({
  subject: 'mail.example.org',
  issuer: 'mail.example.org',
  names: [],
  validFrom: '2026-01-01T00:00:00.000Z',
  validTo: '2036-01-01T00:00:00.000Z',
  fingerprint,
  keyPin: fingerprint,
})
const values = (fingerprint: string) => ({
  destination: 'mail.example.org:993',
  name: 'mail.example.org',
  certificate: certificate(fingerprint),
})
const refused = (fingerprint: string): Failure => ({
  code: 'certificate-refused',
  ...values(fingerprint),
  faults: ['self-signed'],
  reason: 'self-signed',
})
const changed = (fingerprint: string): Failure => ({
  code: 'certificate-changed',
  ...values(fingerprint),
  pinned: certificate('AA'),
  pinnedAt: '2026-03-02T09:30:00.000Z',
})
const silent: Failure = { code: 'mail-server-silent', destination: 'mail.example.org:993', seconds: 10 }

const forward = (destinationPort: number) =>
  ({ id: String(destinationPort), destinationHost: 'mail.example.org', destinationPort }) as LocalForward
const account = { host: 'ssh.example.org', port: 22, forwards: [143, 587, 993].map(forward) } as unknown as Account
/** A tunnel whose forwards have these failures, in the order of the account's. */
const tunnel = (...failures: readonly (Failure | undefined)[]) =>
  ({ forwards: account.forwards.map(({ id }, index) => ({ id, failure: failures[index] })) }) as unknown as TunnelStatus
const shown = (...failures: readonly (Failure | undefined)[]) => {
  const found = refusedCertificateOf(account, tunnel(...failures))
  return found === undefined ? undefined : [found.failure, found.destinations.map(({ port }) => port)]
}

test('nothing is shown where no certificate is refused', () => {
  expect(refusedCertificateOf(account, undefined)).toBeUndefined()
  expect(shown(undefined, silent)).toBeUndefined()
})

test('a changed certificate comes before one that was never trusted', () => {
  expect(shown(refused('BB'), changed('CC'))).toEqual([changed('CC'), [587]])
  expect(shown(undefined, silent, refused('BB'))).toEqual([refused('BB'), [993]])
})

test('every mail server that shows the same certificate is trusted with it, and none that shows another or is refused for another cause', () => {
  expect(shown(changed('CC'), changed('DD'), changed('CC'))).toEqual([changed('CC'), [143, 993]])
  expect(shown(refused('CC'), changed('CC'), refused('CC'))).toEqual([changed('CC'), [587]])
})

test('a mail server is named as the SSH server of the account reaches it', () => {
  expect(refusedCertificateOf(account, tunnel(refused('BB')))?.destinations).toEqual([
    { sshHost: 'ssh.example.org', sshPort: 22, host: 'mail.example.org', port: 143 },
  ])
})
