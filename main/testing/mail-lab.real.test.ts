import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWith } from './components.ts'
import { mailLabComponents, startMailLab, type MailLab } from './mail-lab.ts'
import { runProgram } from './run-program.ts'
import { waitUntil } from './wait-until.ts'

let lab: MailLab

const sendBySwaks = (port: number, tls: readonly string[], logIn: boolean, subject: string) =>
  runProgram('swaks', [
    ...['--server', `127.0.0.1:${port}`, '--from', lab.address, '--to', lab.address, '--header', `Subject: ${subject}`],
    ...tls,
    ...(logIn ? ['--auth', 'PLAIN', '--auth-user', lab.user, '--auth-password', lab.password] : []),
  ])

describeWith([...mailLabComponents, 'swaks', 'curl'], 'the mail lab', () => {
  beforeAll(async () => {
    lab = await startMailLab()
  })
  afterAll(() => lab.stop())

  test.each([
    ['submission', ['--tls']],
    ['submissions', ['--tls-on-connect']],
  ] as const)('accepts mail on %s only after a log-in', async (service, tls) => {
    const subject = `by ${service}`
    expect((await sendBySwaks(lab.ports[service], tls, true, subject)).code).toBe(0)
    expect((await sendBySwaks(lab.ports[service], tls, false, 'not in')).stdout).toContain('log in first')
    await waitUntil(async () => (await lab.mailbox()).some((message) => message.includes(`Subject: ${subject}`)), { what: subject })
    expect((await lab.mailbox()).join('')).not.toContain('Subject: not in')
  })

  test('offers no log-in on submission before TLS', async () => {
    const { stdout } = await sendBySwaks(lab.ports.submission, [], true, 'in the clear')
    expect(stdout).toContain('250-STARTTLS')
    expect(stdout).not.toContain('AUTH PLAIN')
  })

  test.each(['pop3', 'pop3s', 'imap', 'imaps'] as const)('lets its user read by %s', async (service) => {
    const url = `${service}://localhost:${lab.ports[service]}/`
    const curl = (password: string) =>
      runProgram('curl', ['-sS', '--cacert', lab.certificateFile, '--ssl-reqd', '-u', `${lab.user}:${password}`, url])
    expect(await curl(lab.password)).toMatchObject({ code: 0, stderr: '' })
    // curl(1): 67 means that the log-in was refused.
    expect((await curl('wrong')).code).toBe(67)
  })
})
