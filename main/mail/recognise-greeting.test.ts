import fc from 'fast-check'
import { expect, test } from 'vitest'
import { recogniseGreeting } from './recognise-greeting.ts'

test.each([
  ['* OK [CAPABILITY IMAP4rev1 STARTTLS] Dovecot (Debian) ready.', 'imap', true],
  ['* PREAUTH IMAP4rev1 server logged in as Smith', 'imap', true],
  ['* BYE Too many connections', 'imap', false],
  ['+OK QUALCOMM POP v3.33 ready.', 'pop3', true],
  ['+OK', 'pop3', true],
  ['-ERR maintenance', 'pop3', false],
  ['220 mail.example.org ESMTP Postfix', 'smtp', true],
  ['220-mail.example.org waits', 'smtp', true],
  ['554 no SMTP service here', 'smtp', false],
  ['421 too busy', 'smtp', false],
])('recognises %j as %s', (line, protocol, welcomes) => {
  expect(recogniseGreeting(line)).toEqual({ protocol, welcomes })
})

test.each([
  'SSH-2.0-OpenSSH_9.2',
  'HTTP/1.1 400 Bad Request',
  '+OKAY',
  '* OKAY',
  'OK',
  '2200 no',
  '250 mail.example.org',
  ' +OK',
  '* NO',
  '',
])('recognises no mail server in %j', (line) => {
  expect(recogniseGreeting(line)).toBeUndefined()
})

test('a line with any other beginning is never recognised', () => {
  fc.assert(
    fc.property(
      fc.string().filter((line) => !/^(\* |\+OK|-ERR|220|554|421)/i.test(line)),
      (line) => {
        expect(recogniseGreeting(line)).toBeUndefined()
      },
    ),
  )
})
