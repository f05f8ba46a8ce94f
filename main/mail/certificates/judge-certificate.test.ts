import { describe, expect, test } from 'vitest'
import { certificateReason } from '../../../contract/certificate-reason.ts'
import {
  certificateFaults,
  type CertificateFault,
  type MailDestination,
  type PinnedCertificate,
} from '../../../contract/mail-tls.ts'
import { sampleCertificate, sampleDestination, seenSample } from '../../testing/seen-certificates.ts'
import { certificateRefused } from './certificate-failure.ts'
import { judgeFrom } from './judge-certificate.ts'

const pin = (destination: MailDestination = sampleDestination): PinnedCertificate => ({
  destination,
  certificate: sampleCertificate('AA'),
  faults: ['self-signed'],
  pinnedAt: '2026-03-02T09:30:00.000Z',
  by: 'person',
})
const verdict = (pins: readonly PinnedCertificate[], faults: readonly CertificateFault[], certificate = sampleCertificate('AA')) =>
  judgeFrom(pins, sampleDestination, seenSample(faults, certificate))
const renewed = sampleCertificate('AA', 'BB')
const other = sampleCertificate('CC')

describe('a certificate', () => {
  test('that verifies is verified without a pin, with its pin, and with the pin of another', () => {
    for (const pins of [[], [pin()]]) expect(verdict(pins, [])).toEqual({ verdict: 'verified' })
    expect(verdict([pin()], [], other)).toEqual({ verdict: 'verified' })
  })

  test.each(certificateFaults)('with the fault %s is unknown without a pin, and pinned with one', (fault) => {
    expect(verdict([], [fault])).toEqual({ verdict: 'unknown', faults: [fault] })
    expect(verdict([pin()], [fault])).toEqual({ verdict: 'pinned', isExpired: fault === 'expired' })
  })

  test('that was renewed with the same key is the pinned one', () => {
    expect(verdict([pin()], ['self-signed'], renewed)).toEqual({ verdict: 'pinned', isExpired: false })
  })

  test('with another key has changed, whatever its fault', () => {
    for (const fault of certificateFaults) expect(verdict([pin()], [fault], other)).toEqual({ verdict: 'changed', pinned: pin() })
  })

  test.each<[string, Partial<MailDestination>]>([
    ['another SSH server', { sshHost: 'other.example.org' }],
    ['another port of the SSH server', { sshPort: 2222 }],
    ['another mail server', { host: 'imap.example.org' }],
    ['another port of the mail server', { port: 143 }],
  ])('is unknown where the pin is of %s', (_, change) => {
    expect(verdict([pin({ ...sampleDestination, ...change })], ['self-signed'])).toMatchObject({ verdict: 'unknown' })
  })

  test('is pinned whatever the case of the host names', () => {
    const shouted = { ...sampleDestination, host: 'MAIL.example.org', sshHost: 'SSH.Example.Org' }
    expect(verdict([pin(shouted)], ['self-signed'])).toMatchObject({ verdict: 'pinned' })
  })
})

describe('a refused certificate', () => {
  test.each<[CertificateFault, object]>([
    ['self-signed', {}],
    ['authority-unknown', { issuer: 'mail.example.org' }],
    ['issuer-missing', {}],
    ['expired', { since: '2036-01-01T00:00:00.000Z' }],
    ['not-yet-valid', { from: '2026-01-01T00:00:00.000Z' }],
    ['other-name', { names: ['mail.example.org'] }],
    ['not-for-servers', {}],
    ['not-acceptable', {}],
  ])('for the fault %s has the values of its words', (fault, values) => {
    expect(certificateRefused('mail.example.org:993', seenSample([fault, 'other-name']))).toEqual({
      code: 'certificate-refused',
      destination: 'mail.example.org:993',
      name: 'mail.example.org',
      certificate: sampleCertificate(),
      faults: [fault, 'other-name'],
      reason: fault,
      ...values,
    })
  })

  test('without a list of names has that of its subject', () => {
    expect(certificateReason('other-name', { ...sampleCertificate(), subject: 'old.example.org', names: [] })).toEqual({
      reason: 'other-name',
      names: ['old.example.org'],
    })
  })
})
