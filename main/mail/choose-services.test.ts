import { describe, expect, test } from 'vitest'
import type { PresetService } from '../../contract/local-forward.ts'
import type { MailServerFacts } from '../../contract/mail-tls.ts'
import { chooseServices, type AskedService } from './choose-services.ts'
import { mailPresets } from './presets.ts'

const ok = { ok: true, greeting: 'hello' } as const
const silent = { ok: false, failure: { code: 'mail-server-silent', destination: 'x', seconds: 5 } } as const
const factsBySign: Readonly<Record<string, MailServerFacts>> = {
  '+': { startTls: true, plainLogIn: true },
  '!': { startTls: true, plainLogIn: false },
  '?': { startTls: false, plainLogIn: false },
}
/** Parses `imap@localhost`. A sign before it says that the port does not answer (-), offers STARTTLS (+), demands it (!), or takes no password (?). */
const asked = (name: string): AskedService => {
  const [service, destinationHost] = name.replace(/^[-+!?]/, '').split('@') as [PresetService, string]
  const answer = name.startsWith('-') ? silent : ok
  const facts = factsBySign[name.slice(0, 1)]
  return { service, destinationHost, destinationPort: mailPresets[service].port, answer, ...(facts === undefined ? {} : { facts }) }
}
const choose = (...names: readonly string[]) => chooseServices(names.map(asked), 'mail.example.org')

describe('the choice of ports', () => {
  test.each([
    [
      'everything on the server itself',
      'pop3@localhost pop3s@localhost imap@localhost imaps@localhost smtp@localhost submission@localhost submissions@localhost',
      'imap@localhost submission@localhost',
    ],
    [
      'TLS alone on the server itself',
      'pop3s@localhost imaps@localhost submissions@localhost',
      'imaps@localhost submissions@localhost',
    ],
    ['POP3 alone', 'pop3@localhost pop3s@localhost -imap@localhost smtp@localhost', 'pop3@localhost smtp@localhost'],
    ['another machine', 'pop3@pop imap@pop imaps@pop submission@pop submissions@pop', 'imaps@pop submissions@pop'],
    ['another machine without TLS ports', 'imap@pop smtp@pop submission@pop', 'imap@pop submission@pop'],
    ['both machines', 'imap@localhost imaps@pop submission@pop smtp@localhost', 'imap@localhost submission@pop'],
    ['IMAP elsewhere and POP3 here', 'pop3@localhost imaps@pop', 'imaps@pop'],
    ['a way to send alone', '-imap@localhost submissions@localhost smtp@localhost', 'submissions@localhost'],
    [
      'a plain port that demands STARTTLS',
      '!imap@localhost imaps@localhost !submission@localhost submissions@localhost',
      '!imap@localhost !submission@localhost',
    ],
    [
      'a plain port that takes no password',
      '?imap@localhost imaps@localhost ?submission@localhost submissions@localhost',
      'imaps@localhost submissions@localhost',
    ],
    ['another machine with STARTTLS and TLS', '+imap@pop imaps@pop', 'imaps@pop'],
    ['two other machines, of which one has STARTTLS', 'imap@pop +imap@box', '+imap@box'],
    ['nothing', '-imap@localhost -submission@localhost', ''],
  ])('of %s', (_, found, fitting) => {
    const fits = choose(...found.split(' ')).filter((service) => service.fits)
    expect(fits.map(({ service, destinationHost }) => `${service}@${destinationHost}`).join(' ')).toBe(
      fitting.replaceAll(/[!+]/g, ''),
    )
  })
})

describe('the protection of the last leg', () => {
  test.each([
    ['imap@localhost', 'same-machine'],
    ['imaps@LOCALHOST', 'same-machine'],
    ['imap@127.0.0.1', 'same-machine'],
    ['imap@::1', 'same-machine'],
    ['pop3@Mail.Example.org', 'same-machine'],
    ['imaps@pop', 'tls'],
    ['pop3s@pop', 'tls'],
    ['submissions@pop', 'tls'],
    ['imap@pop', 'open'],
    ['submission@pop', 'open'],
    ['smtp@127.0.0.11', 'open'],
    ['+imap@pop', 'tls'],
    ['+imap@localhost', 'same-machine'],
    ['+smtp@pop', 'open'],
  ])('of %s is %s', (name, lastLeg) => {
    expect(choose(name)[0]?.lastLeg).toBe(lastLeg)
  })
})
