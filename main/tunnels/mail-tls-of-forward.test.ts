import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { AccountSchema } from '../../contract/account.ts'
import { failureOf } from '../../contract/failure.ts'
import type { LocalForward } from '../../contract/local-forward.ts'
import type { Channel } from '../ssh/connection.ts'
import { mailTlsOfForward } from './mail-tls-of-forward.ts'

test('brings no TLS to a port of an unknown protocol, and nothing in plain either', async () => {
  const account = AccountSchema.parse({
    id: '6f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b11',
    name: 'work',
    host: 'ssh.example.org',
    user: 'bob',
  })
  // The schema would refuse it.
  const forward: LocalForward = {
    id: 'port-4000',
    service: 'other',
    bindAddress: '127.0.0.1',
    bindPort: 4000,
    destinationHost: 'mail.example.org',
    destinationPort: 4000,
    enabled: true,
    mailTls: 'starttls',
  }
  const unused = (): never => {
    throw new Error('nothing is asked')
  }
  const { prepare, lastWords } = mailTlsOfForward(account, forward, {
    dependencies: { encryptMail: unused, judgeCertificate: unused, askAnew: unused, mailRoots: unused },
    ask: unused,
    log: unused,
  })
  const channel = new PassThrough()
  const refused = await prepare?.(channel as unknown as Channel, new AbortController().signal).catch(failureOf)
  expect(refused).toEqual({ code: 'input-invalid', field: 'mailTls', value: 'starttls', reason: 'mail-tls' })
  expect(channel.destroyed).toBe(true)
  expect(channel.readableLength).toBe(0)
  expect(lastWords).toBeUndefined()
})
