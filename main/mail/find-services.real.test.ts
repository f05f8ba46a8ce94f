import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AccountSchema, type Account } from '../../contract/account.ts'
import { connect } from '../ssh/connect.ts'
import type { Connection } from '../ssh/connection.ts'
import { checkGreetingFor } from '../testing/check-greeting.ts'
import { describeWith } from '../testing/components.ts'
import { connectOptions } from '../testing/connect-options.ts'
import { labMailHost, mailLabComponents, startMailLab, type MailLab } from '../testing/mail-lab.ts'
import { createFindServices } from './find-services.ts'
import { mailPresets, proposeLocalPort } from './presets.ts'

const presets = Object.keys(mailPresets)

describeWith(mailLabComponents, 'the mail ports of a real server', () => {
  let lab: MailLab
  let connection: Connection
  let account: Account
  beforeAll(async () => {
    lab = await startMailLab({ standardPorts: true })
    connection = await connect(connectOptions(lab.sshd.port))
    const { host, port, user } = lab.sshd
    account = AccountSchema.parse({ id: randomUUID(), name: 'work', host, port, user })
  })
  afterAll(async () => {
    await connection.end()
    await lab.stop()
  })
  const freeLocalPort = (port: number, taken: ReadonlySet<number>) => Promise.resolve(proposeLocalPort(port, taken))
  const find = (hosts: readonly string[], of = account, taken: ReadonlySet<number> = new Set()) =>
    createFindServices({ checkGreeting: checkGreetingFor([]), freeLocalPort })({ connection, account: of, hosts, taken })

  test('are found with their greetings, and the plain ports of the server itself fit', async () => {
    const found = await find(['localhost', labMailHost, 'localhost'])
    expect(found.map(({ service }) => service)).toEqual([...presets, ...presets])
    expect(found.every(({ answer }) => answer.ok)).toBe(true)
    expect(found.filter(({ fits }) => fits)).toMatchObject([
      { service: 'imap', destinationHost: 'localhost', lastLeg: 'same-machine', proposedPort: 11_143 },
      { service: 'submission', destinationHost: 'localhost', lastLeg: 'same-machine', proposedPort: 11_587 },
    ])
    const of = (service: string, host: string) => found.find((one) => one.service === service && one.destinationHost === host)
    // exim offers a log-in inside TLS alone, and dovecot also before it.
    expect(of('imap', 'localhost')).toMatchObject({ facts: { startTls: true, plainLogIn: true }, mailTls: 'none' })
    expect(of('submission', 'localhost')).toMatchObject({ facts: { startTls: true, plainLogIn: false }, mailTls: 'starttls' })
    expect(of('imap', labMailHost)).toMatchObject({ mailTls: 'starttls', lastLeg: 'tls' })
    expect(of('imaps', labMailHost)).toMatchObject({ mailTls: 'tls', lastLeg: 'tls' })
    expect(of('smtp', labMailHost)).toMatchObject({ mailTls: 'none', lastLeg: 'open' })
    const [first] = found
    expect(first?.answer.ok === true && first.answer.greeting).toMatch(/^\+OK/)
    expect(new Set(found.map(({ proposedPort }) => proposedPort)).size).toBe(14)
  })

  test('keep the account’s local ports, and get no port that is taken', async () => {
    const forward = { id: 'imap', service: 'imap', bindPort: 2143, destinationHost: 'localhost', destinationPort: 143 }
    const found = await find(['localhost'], AccountSchema.parse({ ...account, forwards: [forward] }), new Set([2143, 11_110]))
    const portOf = (wanted: string) => found.find(({ service }) => service === wanted)?.proposedPort
    expect([portOf('imap'), portOf('pop3')]).toEqual([2143, 12_110])
  })

  test('without an answer have the reason, and do not fit', async () => {
    const found = await find(['127.0.0.1'])
    expect(found).toHaveLength(7)
    for (const { answer, fits } of found) {
      expect(answer).toMatchObject({ ok: false, failure: { code: 'mail-server-refused' } })
      expect(fits).toBe(false)
    }
  })
})
