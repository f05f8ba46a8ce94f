import { expect, test } from 'vitest'
import type { MailService } from './local-forward.ts'
import type { MailServerFacts, MailTls } from './mail-tls.ts'
import { proposeMailTls } from './propose-mail-tls.ts'

const allowed = { startTls: true, plainLogIn: true }
const demanded = { startTls: true, plainLogIn: false }
const plainOnly = { startTls: false, plainLogIn: true }
const neither = { startTls: false, plainLogIn: false }

test.each<readonly [MailService, string, MailServerFacts | undefined, MailTls]>([
  // On the SSH server itself.
  ['imap', 'localhost', allowed, 'none'],
  ['imap', 'localhost', demanded, 'starttls'],
  ['imap', 'localhost', plainOnly, 'none'],
  ['pop3', '127.0.0.1', demanded, 'starttls'],
  ['pop3', 'SSH.example.org', allowed, 'none'],
  ['submission', 'localhost', allowed, 'none'],
  ['submission', 'localhost', demanded, 'starttls'],
  ['submission', 'localhost', neither, 'none'],
  ['imap', 'localhost', undefined, 'none'],
  ['imaps', 'localhost', undefined, 'tls'],
  ['submissions', '::1', undefined, 'tls'],
  // On another machine.
  ['imap', 'mail.lan', allowed, 'starttls'],
  ['imap', 'mail.lan', demanded, 'starttls'],
  ['imap', 'mail.lan', plainOnly, 'none'],
  ['pop3', 'mail.lan', allowed, 'starttls'],
  ['submission', 'mail.lan', demanded, 'starttls'],
  ['imap', 'mail.lan', undefined, 'none'],
  ['imaps', 'mail.lan', undefined, 'tls'],
  ['pop3s', 'mail.lan', undefined, 'tls'],
  ['submissions', 'mail.lan', undefined, 'tls'],
  // Mail between servers, and a port of the person's own.
  ['smtp', 'localhost', demanded, 'none'],
  ['smtp', 'mail.lan', demanded, 'none'],
  ['other', 'mail.lan', demanded, 'none'],
])('%s at %s with %j is proposed %s', (service, destinationHost, facts, mailTls) => {
  expect(proposeMailTls({ service, destinationHost }, 'ssh.example.org', facts)).toBe(mailTls)
})
