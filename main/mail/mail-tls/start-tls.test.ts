import { once } from 'node:events'
import type { TLSSocket } from 'node:tls'
import { describe, expect, test } from 'vitest'
import { encryptMailHarness, nextText } from '../../testing/encrypt-mail-harness.ts'
import type { ScriptedServer } from '../../testing/scripted-mail-server.ts'

const { attempt, failing } = encryptMailHarness()

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
    expect(await nextText(secure)).toBe(passed)
    secure.write('a NOOP\r\n')
    expect(await nextText(secure)).toBe('heard a NOOP\r\n')
  })

  test.each([
    ['+OK\r\n', '+OK\r\nUIDL\r\nSTLS\r\n.\r\n'],
    ['+OK Dovecot ready. <1.2.3@mail>\r\n', '+OK list\r\nstls \r\nTOP\r\n.\r\n'],
    ['+OK older than CAPA\r\n', '-ERR unknown command\r\n'],
  ])('POP3: %j, with CAPA %j', async (greeting, capabilities) => {
    const { stream } = await attempt(
      async (server) => {
        server.send(greeting)
        expect(await server.line()).toBe('CAPA')
        server.send(capabilities)
        expect(await server.line()).toBe('STLS')
        server.send('+OK\r\n')
        await echo(await server.secure())
      },
      { protocol: 'pop3' },
    )
    expect(await nextText(await stream)).toBe(greeting)
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
      expect(await nextText(secure)).toBe(greeting)
      secure.write('EHLO me\r\n')
      expect(await nextText(secure)).toBe('heard EHLO me\r\n')
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
    expect(await nextText(await stream)).toBe('* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n')
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
    ['pop3', ['+OK\r\n', '+OK\r\nUSER\r\nSASL STLS\r\n.\r\n'], failed('not-offered')],
    ['pop3', ['+OK\r\n', '+OK\r\n.\r\n'], failed('not-offered')],
    ['pop3', ['+OK\r\n', 'hello\r\n'], { ...failed('refused'), said: 'hello' }],
    ['pop3', ['+OK\r\n', `+OK\r\n${'STLS\r\n'.repeat(2000)}`], { code: 'greeting-unexpected' }],
    ['pop3', ['+OK\r\n', '-ERR what\r\n', '-ERR unknown\r\n'], { ...failed('refused'), said: '-ERR unknown' }],
    ['pop3', ['+OK\r\n', '+OK\r\nSTLS\r\n.\r\n', '-ERR busy\r\n'], { ...failed('refused'), said: '-ERR busy' }],
    ['pop3', ['+OK\r\n', '+OK\r\nSTLS\r\n.\r\n+OK begin\r\n+OK injected\r\n'], failed('data-before-tls')],
    ['pop3', ['+OK\r\n', '-ERR what\r\n', '+OK begin\r\n+OK injected\r\n'], failed('data-before-tls')],
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
