import { once } from 'node:events'
import { constants } from 'node:crypto'
import type { Duplex } from 'node:stream'
import type { TLSSocket } from 'node:tls'
import { expect, test, describe } from 'vitest'
import { failureOf, type Failure } from '../../../contract/failure.ts'
import { forwardHarness } from '../../testing/forward-harness.ts'
import { scriptServer, type ScriptedServer } from '../../testing/scripted-mail-server.ts'
import * as certificates from '../../testing/test-certificates.ts'
import { encryptMail } from './encrypt-mail.ts'
import type { MailTlsOptions, SeenCertificate } from './mail-tls.ts'

const { connectTo, startMail, startSsh } = forwardHarness()
const roots = [certificates.authority]

interface Attempt {
  readonly stream: Promise<Duplex>
  readonly channel: Duplex
}

/** Opens a channel through an SSH server to a mail server that follows `script`, and begins TLS on it. */
const attempt = async (
  script: (server: ScriptedServer) => Promise<unknown>,
  change: Partial<MailTlsOptions> = {},
): Promise<Attempt> => {
  const mail = await startMail((socket) => {
    // A script that the client leaves alone ends with it.
    script(scriptServer(socket)).catch(() => undefined)
  })
  const connection = await connectTo(await startSsh())
  const channel = await connection.openChannel({ host: '127.0.0.1', port: mail.port })
  const stream = encryptMail(channel, {
    mode: 'starttls',
    protocol: 'imap',
    destination: 'mail.example.org:143',
    name: 'mail.example.org',
    roots,
    judge: ({ faults }) => (faults.length === 0 ? undefined : { code: 'program-fault', said: faults.join(' ') }),
    timeoutMs: 10_000,
    ...change,
  })
  // The end of the SSH connection after the test is an error of the stream.
  stream.then((secure) => secure.on('error', () => undefined)).catch(() => undefined)
  return { stream, channel }
}

const failing = async (...parameters: Parameters<typeof attempt>): Promise<Failure | undefined> => {
  const { stream, channel } = await attempt(...parameters)
  const error: unknown = await stream.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(channel.destroyed).toBe(true)
  return failureOf(error)
}

const textOf = async (stream: Duplex): Promise<string> => ((await once(stream, 'data')) as [Buffer])[0].toString()

/** Serves one line of the client in TLS, and says which. */
const echo = async (tls: TLSSocket): Promise<void> => {
  const [line] = (await once(tls, 'data')) as [Buffer]
  tls.write(`heard ${line.toString()}`)
}

const smtpConsent = async (server: ScriptedServer, greeting = '220 mail ESMTP\r\n'): Promise<void> => {
  server.send(greeting)
  expect(await server.line()).toBe('EHLO [127.0.0.1]')
  server.send('250-mail\r\n250-SIZE\r\n250 STARTTLS\r\n')
  expect(await server.line()).toBe('STARTTLS')
}

describe('the greeting of a server that begins TLS goes on to the mail client', () => {
  test.each([
    ['* OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] Dovecot ready.\r\n', '* OK Dovecot ready.\r\n'],
    ['* OK [CAPABILITY IMAP4rev1 STARTTLS]\r\n', '* OK ready\r\n'],
    ['* OK\r\n', '* OK ready\r\n'],
    ['* ok GreenMail\n', '* OK GreenMail\r\n'],
    ['* OK [UNSEEN 1] hello\r\n', '* OK [UNSEEN 1] hello\r\n'],
  ])('IMAP: %j', async (greeting, passed) => {
    const { stream } = await attempt(async (server) => {
      server.send(greeting)
      expect(await server.line()).toBe('postern STARTTLS')
      server.send('* CAPABILITY IMAP4rev1\r\n* OK still here\r\npostern OK begin\r\n')
      await echo(await server.secure())
    })
    const secure = await stream
    expect(await textOf(secure)).toBe(passed)
    secure.write('a NOOP\r\n')
    expect(await textOf(secure)).toBe('heard a NOOP\r\n')
  })

  test.each([
    ['+OK\r\n', '+OK\r\n'],
    ['+OK Dovecot ready. <1.2.3@mail>\r\n', '+OK Dovecot ready. <1.2.3@mail>\r\n'],
  ])('POP3: %j', async (greeting, passed) => {
    const { stream } = await attempt(
      async (server) => {
        server.send(greeting)
        expect(await server.line()).toBe('STLS')
        server.send('+OK\r\n')
        await echo(await server.secure())
      },
      { protocol: 'pop3' },
    )
    expect(await textOf(await stream)).toBe(passed)
  })

  test.each([['220 mail ESMTP\r\n'], ['220-mail ESMTP\r\n220-no spam\r\n220 welcome\r\n'], ['220\r\n']])(
    'SMTP: %j',
    async (greeting) => {
      const { stream } = await attempt(
        async (server) => {
          await smtpConsent(server, greeting)
          server.send('220-go\r\n220 ahead\r\n')
          await echo(await server.secure())
        },
        { protocol: 'smtp' },
      )
      const secure = await stream
      expect(await textOf(secure)).toBe(greeting)
      secure.write('EHLO me\r\n')
      expect(await textOf(secure)).toBe('heard EHLO me\r\n')
    },
  )

  test('with TLS from the first byte, as it comes', async () => {
    const { stream } = await attempt(
      async (server) => {
        const tls = await server.secure()
        tls.write('* OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN LOGINDISABLED] ready\r\n')
      },
      { mode: 'tls' },
    )
    expect(await textOf(await stream)).toBe('* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n')
  })
})

describe('without consent there is no way on in plain', () => {
  const says =
    (...parts: readonly string[]) =>
    async (server: ScriptedServer) => {
      for (const part of parts) {
        server.send(part)
        await server.line()
      }
    }
  const refused = { code: 'mail-server-refused', reason: 'unwelcome' }
  const failed = (reason: string) => ({ code: 'mail-tls-failed', reason })
  test.each([
    ['imap', ['* PREAUTH welcome alice\r\n'], { ...failed('pre-authenticated'), said: '* PREAUTH welcome alice' }],
    ['imap', ['* BYE full\r\n'], { ...refused, said: '* BYE full' }],
    ['imap', ['* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] stripped\r\n'], failed('not-offered')],
    ['imap', ['* OK hello\r\n', 'postern BAD what\r\n'], { ...failed('refused'), said: 'postern BAD what' }],
    ['imap', ['* OK hello\r\n', 'postern NO not now\r\n'], failed('refused')],
    ['imap', ['* OK hello\r\n', '* BYE no\r\n'], { ...refused, said: '* BYE no' }],
    ['imap', ['+OK POP3\r\n'], { code: 'greeting-unexpected', expected: 'imap', said: '+OK POP3' }],
    ['imap', ['* OK hello\r\n', 'postern OK begin\r\n* CAPABILITY IMAP4rev1\r\n'], failed('data-before-tls')],
    ['imap', ['* OK hello\r\n', 'postern OK begin\r\nx'], failed('data-before-tls')],
    ['imap', [`* OK ${'x'.repeat(9000)}\r\n`], { code: 'greeting-unexpected' }],
    ['imap', ['* OK hello\r\n', '* OK again and again\r\n'.repeat(1000)], { code: 'greeting-unexpected' }],
    ['pop3', ['-ERR busy\r\n'], { ...refused, said: '-ERR busy' }],
    ['pop3', ['+OK\r\n', '-ERR unknown\r\n'], { ...failed('refused'), said: '-ERR unknown' }],
    ['pop3', ['+OK\r\n', '+OK begin\r\n+OK injected\r\n'], failed('data-before-tls')],
    ['smtp', ['554 no\r\n'], { ...refused, said: '554 no' }],
    ['smtp', ['421-later\r\n421 please\r\n'], { ...refused, said: '421-later' }],
    ['smtp', ['220 hi\r\n', '250-mail\r\n250 AUTH PLAIN\r\n'], failed('not-offered')],
    ['smtp', ['220 hi\r\n', '250-STARTTLS\r\n250 SIZE\r\n'], failed('not-offered')],
    ['smtp', ['220 hi\r\n', '502 what\r\n'], { ...failed('not-offered'), said: '502 what' }],
    [
      'smtp',
      ['220 hi\r\n', '250-mail\r\n250 STARTTLS\r\n', '454 no TLS now\r\n'],
      { ...failed('refused'), said: '454 no TLS now' },
    ],
    ['smtp', ['220 hi\r\n', '250-mail\r\n250 STARTTLS\r\n', '220 go\r\n250 injected\r\n'], failed('data-before-tls')],
  ] as const)('%s: %j', async (protocol, parts, failure) => {
    expect(await failing(says(...parts), { protocol })).toMatchObject(failure)
  })

  test('a consent that is followed by plain text in a segment of its own ends in no TLS', async () => {
    const failure = await failing(async (server) => {
      server.send('* OK hello\r\n')
      await server.line()
      server.send('postern OK begin\r\n')
      // The ClientHello.
      await once(server.socket, 'data')
      server.send('* OK injected\r\n')
    })
    expect(failure).toMatchObject({ code: 'mail-tls-failed', reason: 'plain-text-instead', said: '* OK injected' })
  })
})

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
