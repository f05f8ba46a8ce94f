import { once } from 'node:events'
import { constants } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { encryptMailHarness } from '../../testing/encrypt-mail-harness.ts'
import type { ScriptedServer } from '../../testing/scripted-mail-server.ts'
import * as certificates from '../../testing/test-certificates.ts'
import { encryptMail } from './encrypt-mail.ts'
import type { MailTlsOptions, SeenCertificate } from './mail-tls.ts'

const { attempt, connectTo, failing, startMail, startSsh } = encryptMailHarness()

describe('a peer that is slow or half dead', () => {
  const failed = (reason: string) => ({ code: 'mail-tls-failed', reason })
  const forEver = new Promise<never>(() => undefined)
  const sends = (text: string) => async (server: ScriptedServer) => {
    server.send(text)
    await forEver
  }
  test.each([
    ['says nothing', 'starttls', () => forEver, { code: 'mail-server-silent', seconds: 0.3 }],
    ['says nothing to a ClientHello', 'tls', () => forEver, { code: 'mail-server-silent', seconds: 0.3 }],
    ['begins a greeting', 'starttls', sends('* O'), failed('too-slow')],
    ['is silent after STARTTLS', 'starttls', sends('* OK hello\r\n'), { ...failed('too-slow'), seconds: 0.3 }],
    ['is silent inside TLS', 'tls', (server) => server.secure(), failed('too-slow')],
    ['is silent within the handshake', 'tls', sends('\x16\x03\x03\x00\x7a\x02'), failed('too-slow')],
  ] as [string, 'starttls' | 'tls', (server: ScriptedServer) => Promise<unknown>, object][])(
    '%s',
    async (_what, mode, script, failure) => {
      expect(await failing(script, { mode, timeoutMs: 300 })).toMatchObject(failure)
    },
  )

  test.each([
    ['at once', 'starttls', '', { code: 'mail-server-refused', reason: 'closed-without-greeting' }],
    ['within its greeting', 'starttls', '* OK hel', failed('cut')],
    ['instead of TLS', 'tls', '', { code: 'mail-server-refused', reason: 'closed-without-greeting' }],
    ['within the handshake', 'tls', '\x16\x03\x03\x00\x7a\x02', failed('cut')],
  ] as const)('one that closes %s', async (_when, mode, said, failure) => {
    const script = (server: ScriptedServer) => Promise.resolve(server.socket.end(said))
    expect(await failing(script, { mode })).toMatchObject(failure)
  })

  test('one that greets in plain where TLS was to be', async () => {
    expect(await failing(sends('220 mail ESMTP\r\n'), { mode: 'tls' })).toMatchObject({
      ...failed('plain-text-instead'),
      said: '220 mail ESMTP',
    })
  })

  test.each([
    ['old', { maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' }, 'version-too-old'],
    ['without a common cipher', { ciphers: 'AES128-SHA256', maxVersion: 'TLSv1.2', ecdhCurve: 'P-521' }, 'handshake-failed'],
    ['that demands a certificate (1.3)', { requestCert: true, minVersion: 'TLSv1.3' }, 'client-certificate-wanted'],
    ['that demands a certificate (1.2)', { requestCert: true, maxVersion: 'TLSv1.2' }, 'client-certificate-wanted'],
  ] as const)('one %s', async (_what, options, reason) => {
    expect(await failing((server) => server.secure(options), { mode: 'tls' })).toEqual({
      ...failed(reason),
      destination: 'mail.example.org:143',
    })
  })

  test('the loss of the SSH connection ends it', async () => {
    const server = await startSsh()
    const mail = await startMail((socket) => void socket.write('* OK'))
    const connection = await connectTo(server)
    const channel = await connection.openChannel({ host: '127.0.0.1', port: mail.port })
    const judge = () => undefined
    const stream = encryptMail(channel, {
      mode: 'starttls',
      protocol: 'imap',
      destination: 'd',
      name: 'n',
      judge,
      timeoutMs: 60_000,
    })
    stream.catch(() => undefined)
    await once(channel, 'data')
    for (const socket of server.sockets) socket.destroy()
    await expect(stream).rejects.toThrow('mail-tls-failed')
  })

  test('gives up where nobody waits any longer', async () => {
    const leaving = new AbortController()
    const { stream, channel } = await attempt(() => forEver, { signal: leaving.signal })
    leaving.abort(new Error('gone'))
    await expect(stream).rejects.toThrow('gone')
    expect(channel.destroyed).toBe(true)
  })
})

describe('the certificate', () => {
  const seenWith = async (cert: string, change: Partial<MailTlsOptions> = {}): Promise<SeenCertificate | undefined> => {
    let seen: SeenCertificate | undefined
    let read = 0
    const failure = await failing(
      async (server) => {
        const tls = await server.secure({ cert })
        tls.on('data', (chunk: Buffer) => (read += chunk.length))
      },
      {
        mode: 'tls',
        judge: (certificate) => {
          seen = certificate
          return { code: 'mail-server-silent', destination: 'judged', seconds: 1 }
        },
        ...change,
      },
    )
    expect(failure).toMatchObject({ destination: 'judged' })
    expect(read).toBe(0)
    return seen
  }

  test.each([
    ['valid', certificates.valid, {}, []],
    ['valid, by its address', certificates.valid, { name: '192.0.2.1' }, []],
    ['of another name', certificates.valid, { name: 'mail.example.com' }, ['other-name']],
    ['of another address', certificates.valid, { name: '192.0.2.2' }, ['other-name']],
    ['of an unknown authority, not sent along', certificates.valid, { roots: undefined }, ['issuer-missing']],
    ['of an unknown authority', certificates.valid + certificates.authority, { roots: undefined }, ['authority-unknown']],
    ['without its intermediate', certificates.chained, {}, ['issuer-missing']],
    ['with its intermediate', certificates.chained + certificates.intermediate, {}, []],
    ['self-signed', certificates.selfSigned, {}, ['self-signed']],
    ['self-signed and trusted', certificates.selfSigned, { roots: [certificates.selfSigned] }, []],
    ['expired', certificates.expired, {}, ['expired']],
    ['expired, of another name', certificates.expired, { name: 'a.example' }, ['expired', 'other-name']],
    [
      'expired, of an unknown authority',
      certificates.expired + certificates.authority,
      { roots: [] },
      ['authority-unknown', 'expired'],
    ],
    ['expired, without its authority', certificates.expired, { roots: [] }, ['issuer-missing', 'expired']],
    ['expired and self-signed', certificates.expiredSelfSigned, {}, ['self-signed', 'expired']],
    ['not yet valid', certificates.future, {}, ['not-yet-valid']],
    ['for clients', certificates.forClients, {}, ['not-for-servers']],
  ] as const)('%s', async (_what, cert, change, faults) => {
    expect((await seenWith(cert, change))?.faults).toEqual(faults)
  })

  test('is shown with its names, dates and keys', async () => {
    expect(await seenWith(certificates.valid)).toEqual({
      name: 'mail.example.org',
      faults: [],
      certificate: {
        subject: 'mail.example.org',
        issuer: 'Example Authority',
        names: ['mail.example.org', '192.0.2.1'],
        validFrom: '2020-01-01T00:00:00.000Z',
        validTo: '2125-12-31T23:59:59.000Z',
        fingerprint: expect.stringMatching(/^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/) as string,
        keyPin: expect.stringMatching(/^[\w+/]{43}=$/) as string,
      },
    })
  })

  test('keeps its pin when it is renewed with the same key', async () => {
    const [one, other] = [await seenWith(certificates.valid), await seenWith(certificates.selfSigned)]
    expect(one?.certificate.keyPin).toBe(other?.certificate.keyPin)
    expect(one?.certificate.fingerprint).not.toBe(other?.certificate.fingerprint)
  })

  test.each([
    ['mail.example.org', 'mail.example.org'],
    ['192.0.2.1', undefined],
  ])('is asked for by the server name of %s', async (name, asked) => {
    let servername: unknown
    const { stream } = await attempt(
      async (server) => {
        const tls = await server.secure({
          secureOptions: constants.SSL_OP_NO_TICKET,
        })
        servername = (tls as unknown as { readonly servername: unknown }).servername
        tls.write('* OK ready\r\n')
      },
      { mode: 'tls', name },
    )
    await stream
    expect(servername === false ? undefined : servername).toBe(asked)
  })
})
