import { describe, expect, test } from 'vitest'
import { factsOfAnswer, factsOfGreeting, isWholeAnswer, isWholeGreeting } from './server-facts.ts'

const yes = { startTls: true, plainLogIn: true }
const demandsTls = { startTls: true, plainLogIn: false }
const plainOnly = { startTls: false, plainLogIn: true }
const lines = (...all: readonly string[]): string => all.map((line) => `${line}\r\n`).join('')

describe('the facts in an IMAP greeting', () => {
  test.each([
    [
      'dovecot',
      '* OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ STARTTLS AUTH=PLAIN AUTH=LOGIN] Dovecot (Debian) ready.',
      yes,
    ],
    [
      'dovecot with ssl=required',
      '* OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ STARTTLS LOGINDISABLED] Dovecot (Debian) ready.',
      demandsTls,
    ],
    ['dovecot without TLS', '* OK [CAPABILITY IMAP4rev1 SASL-IR ID ENABLE IDLE LITERAL+ AUTH=PLAIN] Dovecot ready.', plainOnly],
    [
      'courier with IMAP_TLS_REQUIRED',
      '* OK [CAPABILITY IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=ORDEREDSUBJECT SORT QUOTA IDLE STARTTLS LOGINDISABLED] Courier-IMAP ready. Copyright 1998-2021 Double Precision, Inc.  See COPYING for distribution information.',
      demandsTls,
    ],
    [
      'cyrus',
      '* OK [CAPABILITY IMAP4rev1 LITERAL+ ID ENABLE STARTTLS LOGINDISABLED] mail.example.org Cyrus IMAP 3.6.1 server ready',
      demandsTls,
    ],
    ['a server with a log-in already', '* PREAUTH [CAPABILITY IMAP4rev1 IDLE] logged in as bob', plainOnly],
    ['GreenMail', '* OK IMAP4rev1 Server GreenMail v2.1.0 ready', undefined],
    ['Exchange', '* OK The Microsoft Exchange IMAP4 service is ready.', undefined],
    ['Gmail', '* OK Gimap ready for requests from 192.0.2.1 x12mb1', undefined],
  ])('of %s', (_, greeting, facts) => {
    expect(factsOfGreeting('imap', greeting)).toEqual(facts)
  })

  test('are not looked for in other protocols', () => {
    expect(factsOfGreeting('smtp', '* OK [CAPABILITY IMAP4rev1]')).toBeUndefined()
  })
})

describe('the facts in the answer to CAPABILITY', () => {
  test.each([
    ['GreenMail', lines('* CAPABILITY IMAP4rev1 LITERAL+ UIDPLUS SORT IDLE MOVE QUOTA', 'a OK CAPABILITY completed.'), plainOnly],
    [
      'Exchange',
      lines(
        '* CAPABILITY IMAP4 IMAP4rev1 STARTTLS LOGINDISABLED UIDPLUS CHILDREN IDLE NAMESPACE LITERAL+',
        'a OK CAPABILITY completed.',
      ),
      demandsTls,
    ],
    [
      'Gmail',
      lines(
        '* CAPABILITY IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 XYZZY SASL-IR AUTH=XOAUTH2 AUTH=PLAIN AUTH=PLAIN-CLIENTTOKEN AUTH=OAUTHBEARER',
        'a OK Thats all she wrote! x12mb2',
      ),
      plainOnly,
    ],
    ['a server that lists them in the code', lines('a OK [CAPABILITY IMAP4rev1 starttls logindisabled] done'), demandsTls],
    ['a server that does not know it', lines('a BAD unknown command'), undefined],
  ])('of %s', (_, answer, facts) => {
    expect(isWholeAnswer('imap', answer)).toBe(true)
    expect(factsOfAnswer('imap', answer)).toEqual(facts)
  })
})

describe('the facts in the answer to CAPA', () => {
  test.each([
    [
      'dovecot',
      lines('+OK', 'CAPA', 'TOP', 'UIDL', 'RESP-CODES', 'PIPELINING', 'AUTH-RESP-CODE', 'STLS', 'USER', 'SASL PLAIN LOGIN', '.'),
      yes,
    ],
    [
      'dovecot with ssl=required',
      lines('+OK', 'CAPA', 'TOP', 'UIDL', 'RESP-CODES', 'PIPELINING', 'AUTH-RESP-CODE', 'STLS', 'SASL', '.'),
      demandsTls,
    ],
    [
      'courier',
      lines(
        "+OK Here's what I can do:",
        'SASL LOGIN PLAIN',
        'STLS',
        'TOP',
        'USER',
        'LOGIN-DELAY 10',
        'PIPELINING',
        'UIDL',
        'UTF8 USER',
        'IMPLEMENTATION Courier Mail Server',
        '.',
      ),
      yes,
    ],
    ['Exchange', lines('+OK', 'TOP', 'UIDL', 'STLS', '.'), demandsTls],
    [
      'Gmail',
      lines(
        '+OK Capability list follows',
        'USER',
        'RESP-CODES',
        'EXPIRE 0',
        'LOGIN-DELAY 300',
        'TOP',
        'UIDL',
        'X-GOOGLE-RICO',
        'SASL PLAIN XOAUTH2 OAUTHBEARER',
        '.',
      ),
      plainOnly,
    ],
    [
      'cyrus that allows no plain text',
      lines('+OK List of capabilities follows', 'SASL DIGEST-MD5 CRAM-MD5', 'STLS', 'EXPIRE NEVER', 'TOP', 'UIDL', '.'),
      demandsTls,
    ],
    ['a server of before CAPA', lines('-ERR unknown command'), plainOnly],
    ['something else', lines('hello'), undefined],
  ])('of %s', (_, answer, facts) => {
    expect(isWholeAnswer('pop3', answer)).toBe(true)
    expect(factsOfAnswer('pop3', answer)).toEqual(facts)
  })
})

describe('the facts in the answer to EHLO', () => {
  test.each([
    [
      'exim',
      lines(
        '250-localhost Hello localhost [127.0.0.1]',
        '250-SIZE 52428800',
        '250-8BITMIME',
        '250-PIPELINING',
        '250-CHUNKING',
        '250-STARTTLS',
        '250-PRDR',
        '250 HELP',
      ),
      demandsTls,
    ],
    [
      'exim that offers a log-in before STARTTLS',
      lines('250-localhost Hello [127.0.0.1]', '250-SIZE 52428800', '250-AUTH PLAIN LOGIN', '250-STARTTLS', '250 HELP'),
      yes,
    ],
    ['exim without TLS', lines('250-localhost Hello [127.0.0.1]', '250-SIZE 52428800', '250 AUTH PLAIN LOGIN'), plainOnly],
    [
      'postfix',
      lines(
        '250-mail.example.org',
        '250-PIPELINING',
        '250-SIZE 10240000',
        '250-VRFY',
        '250-ETRN',
        '250-STARTTLS',
        '250-AUTH PLAIN LOGIN',
        '250-AUTH=PLAIN LOGIN',
        '250-ENHANCEDSTATUSCODES',
        '250-8BITMIME',
        '250-DSN',
        '250-SMTPUTF8',
        '250 CHUNKING',
      ),
      yes,
    ],
    [
      'postfix with smtpd_tls_auth_only',
      lines(
        '250-mail.example.org',
        '250-PIPELINING',
        '250-SIZE 10240000',
        '250-STARTTLS',
        '250-ENHANCEDSTATUSCODES',
        '250-8BITMIME',
        '250 DSN',
      ),
      demandsTls,
    ],
    ['an old server that writes AUTH=', lines('250-mail.example.org', '250-AUTH=LOGIN', '250 HELP'), plainOnly],
    [
      'Exchange',
      lines(
        '250-mail.example.org Hello [192.0.2.1]',
        '250-SIZE 37748736',
        '250-PIPELINING',
        '250-DSN',
        '250-ENHANCEDSTATUSCODES',
        '250-STARTTLS',
        '250-AUTH GSSAPI NTLM',
        '250-8BITMIME',
        '250-BINARYMIME',
        '250 CHUNKING',
      ),
      demandsTls,
    ],
    [
      'Gmail',
      lines(
        '250-smtp.gmail.com at your service, [192.0.2.1]',
        '250-SIZE 35882577',
        '250-8BITMIME',
        '250-STARTTLS',
        '250-ENHANCEDSTATUSCODES',
        '250-PIPELINING',
        '250-CHUNKING',
        '250 SMTPUTF8',
      ),
      demandsTls,
    ],
    ['a relay without a log-in', lines('250 relay.lan'), { startTls: false, plainLogIn: false }],
    ['a server with HELO alone', lines('502 unimplemented'), undefined],
  ])('of %s', (_, answer, facts) => {
    expect(isWholeAnswer('smtp', answer)).toBe(true)
    expect(factsOfAnswer('smtp', answer)).toEqual(facts)
  })
})

test('a greeting or an answer is whole with its last line', () => {
  expect(isWholeGreeting('220-first\r\n220-sec')).toBe(false)
  expect(isWholeGreeting('220-first\r\n220 second\r\n')).toBe(true)
  expect(isWholeGreeting('+OK ready\n')).toBe(true)
  expect(isWholeAnswer('imap', '* CAPABILITY IMAP4rev1\r\n')).toBe(false)
  expect(isWholeAnswer('pop3', '+OK\r\nUSER\r\n')).toBe(false)
  expect(isWholeAnswer('pop3', '')).toBe(false)
  expect(isWholeAnswer('smtp', '250-mail\r\n250-STARTTLS\r\n')).toBe(false)
})
