import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from '../ssh/connect.ts'
import type { Connection } from '../ssh/connection.ts'
import { describeWith } from '../testing/components.ts'
import { mailLabComponents, startMailLab, type MailLab } from '../testing/mail-lab.ts'
import { checkGreeting } from './greeting-check.ts'
import { readPrivateKey } from '../testing/private-key.ts'

describeWith(mailLabComponents, 'the greeting check on dovecot and exim behind sshd', () => {
  let lab: MailLab
  let connection: Connection
  beforeAll(async () => {
    lab = await startMailLab()
    const { sshd } = lab
    connection = await connect({
      host: sshd.host,
      port: sshd.port,
      user: sshd.user,
      knownKeyTypes: [],
      compression: false,
      authentication: [{ type: 'key', name: 'client', unlock: () => readPrivateKey(sshd.clientKeyFile) }],
      judgeHostKey: () => ({ verdict: 'trusted' }),
      connectTimeoutMs: 10_000,
      logInTimeoutMs: 120_000,
      keepaliveMs: 15_000,
      keepaliveTimeoutMs: 15_000,
    })
  })
  afterAll(async () => {
    await connection.end()
    await lab.stop()
  })

  const check = (service: keyof MailLab['ports'], at = service) =>
    checkGreeting(connection, {
      id: service,
      service,
      bindAddress: '127.0.0.1',
      bindPort: 11_000,
      enabled: true,
      mailTls: 'none',
      destinationHost: 'localhost',
      destinationPort: lab.ports[at],
    })

  test.each([
    ['pop3', /^\+OK Dovecot/],
    ['imap', /^\* OK .*Dovecot/],
    ['smtp', /^220 localhost ESMTP Exim/],
    ['submission', /^220 localhost ESMTP Exim/],
    ['pop3s', /^\+OK Dovecot .*\(TLSv1\.3, CN=localhost\)$/],
    ['imaps', /^\* OK .*Dovecot.*\(TLSv1\.3, CN=localhost\)$/],
    ['submissions', /^220 localhost ESMTP Exim.*\(TLSv1\.3, CN=localhost\)$/],
  ] as const)('shows the greeting of %s', async (service, greeting) => {
    expect(await check(service)).toMatchObject({
      ok: true,
      recognised: service,
      greeting: expect.stringMatching(greeting) as string,
    })
  })

  test('fails where another service than the expected one answers', async () => {
    expect(await check('pop3', 'imap')).toMatchObject({ failure: { code: 'greeting-unexpected', expected: 'pop3' } })
    expect(await check('submissions', 'submission')).toMatchObject({ failure: { code: 'greeting-unexpected', expected: 'tls' } })
  })
})
