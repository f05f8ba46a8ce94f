import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AccountSchema } from '../../contract/account.ts'
import { LocalForwardSchema, type LocalForward } from '../../contract/local-forward.ts'
import { connect } from '../ssh/connect.ts'
import type { Connection } from '../ssh/connection.ts'
import { checkGreetingFor } from '../testing/check-greeting.ts'
import { describeWith } from '../testing/components.ts'
import { connectOptions } from '../testing/connect-options.ts'
import { mailLabComponents, startMailLab, type MailLab } from '../testing/mail-lab.ts'
import { startTcpRelay } from '../testing/tcp-relay.ts'

const account = AccountSchema.parse({ id: '6f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b11', name: 'Work', host: '127.0.0.1', user: 'bob' })
const checkGreeting = checkGreetingFor([])

describeWith(mailLabComponents, 'the greeting check on dovecot and exim behind sshd', () => {
  let lab: MailLab
  let connection: Connection
  beforeAll(async () => {
    lab = await startMailLab()
    connection = await connect(connectOptions(lab.sshd.port))
  })
  afterAll(async () => {
    await connection.end()
    await lab.stop()
  })

  const check = (service: keyof MailLab['ports'], change: Partial<LocalForward> = {}) =>
    checkGreeting(connection, account, {
      id: service,
      service,
      bindAddress: '127.0.0.1',
      bindPort: 11_000,
      enabled: true,
      mailTls: 'none',
      destinationHost: 'localhost',
      destinationPort: lab.ports[service],
      ...change,
    })

  test.each([
    ['pop3', /^\+OK Dovecot/, { startTls: true, plainLogIn: true }],
    ['imap', /^\* OK .*Dovecot/, { startTls: true, plainLogIn: true }],
    ['smtp', /^220 localhost ESMTP Exim/, { startTls: true, plainLogIn: false }],
    ['submission', /^220 localhost ESMTP Exim/, { startTls: true, plainLogIn: false }],
    ['pop3s', /^\+OK Dovecot/, undefined],
    ['imaps', /^\* OK .*Dovecot/, undefined],
    ['submissions', /^220 localhost ESMTP Exim/, undefined],
  ] as const)('shows the greeting of %s, and what it offers', async (service, greeting, facts) => {
    const answer = await check(service)
    expect(answer).toMatchObject({ ok: true, recognised: service, greeting: expect.stringMatching(greeting) as string })
    expect(answer.ok && answer.facts).toEqual(facts)
  })

  test.each(['pop3s', 'imaps', 'submissions'] as const)(
    'shows the certificate of %s, and that it is self-signed',
    async (service) => {
      expect(await check(service)).toMatchObject({
        ok: true,
        certificate: { subject: 'localhost', names: ['localhost', 'popserver', '127.0.0.1'] },
        advice: { reason: 'self-signed', name: '127.0.0.1' },
      })
    },
  )

  test.each([
    ['imap', 'starttls'],
    ['pop3', 'starttls'],
    ['submission', 'starttls'],
    ['imaps', 'tls'],
    ['submissions', 'tls'],
  ] as const)('goes the way of a mail client for %s with %s of Postern', async (service, mailTls) => {
    expect(await check(service, { mailTls })).toMatchObject({
      ok: false,
      failure: { code: 'certificate-refused', reason: 'self-signed' },
    })
    const trusting = checkGreetingFor([await readFile(lab.certificateFile, 'utf8')])
    const forward = (await check(service, { mailTls })).forward
    const answer = await trusting(connection, account, forward)
    expect(answer).toMatchObject({ ok: true, recognised: service, certificate: { subject: 'localhost' } })
    expect(answer).not.toHaveProperty('advice')
  })

  test('fails where another service than the expected one answers', async () => {
    expect(await check('pop3', { destinationPort: lab.ports.imap })).toMatchObject({
      failure: { code: 'greeting-unexpected', expected: 'pop3' },
    })
    expect(await check('submissions', { destinationPort: lab.ports.submission })).toMatchObject({
      failure: { code: 'mail-tls-failed', reason: 'plain-text-instead' },
    })
  })
})

describeWith(mailLabComponents, 'the facts of servers with other rules', () => {
  const factsOf = async (lab: MailLab, service: 'imap' | 'pop3' | 'submission', destinationPort = lab.ports[service]) => {
    const connection = await connect(connectOptions(lab.sshd.port))
    try {
      const forward = { id: service, service, bindPort: 11_000, destinationHost: 'localhost', destinationPort }
      const answer = await checkGreeting(connection, account, LocalForwardSchema.parse(forward))
      return answer.ok ? answer.facts : answer.failure
    } finally {
      await connection.end()
    }
  }

  test('dovecot that demands TLS takes a log-in without from its own address, and not through a relay', async () => {
    const lab = await startMailLab({ encryption: 'demanded' })
    const relays = await Promise.all([lab.ports.imap, lab.ports.pop3].map((port) => startTcpRelay(port, { from: '127.0.0.9' })))
    try {
      expect(await factsOf(lab, 'imap')).toEqual({ startTls: true, plainLogIn: true })
      expect(await factsOf(lab, 'imap', relays[0]?.port)).toEqual({ startTls: true, plainLogIn: false })
      expect(await factsOf(lab, 'pop3', relays[1]?.port)).toEqual({ startTls: true, plainLogIn: false })
    } finally {
      for (const relay of relays) await relay.stop()
      await lab.stop()
    }
  })

  test('exim without TLS takes a log-in without', async () => {
    const lab = await startMailLab({ encryption: 'absent' })
    try {
      expect(await factsOf(lab, 'submission')).toEqual({ startTls: false, plainLogIn: true })
    } finally {
      await lab.stop()
    }
  })
})
