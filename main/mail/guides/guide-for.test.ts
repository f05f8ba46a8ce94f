import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AccountSchema } from '../../../contract/account.ts'
import { guideClients, type GuideClient } from '../../../contract/guide.ts'
import { DestinationHostSchema } from '../../../contract/local-forward.ts'
import { guideText } from '../../../words/guide-words.ts'
import { createTranslate } from '../../../words/translate.ts'
import { guideAccount } from '../../testing/guide-account.ts'
import { guideFor } from './guide-for.ts'
import { nameUuid } from './name-uuid.ts'

const usual = guideAccount(['imap', 'submission'])
const fileOf = (client: GuideClient, account = usual): string => guideFor(client, account).files[0]?.text ?? ''
const withFiles = ['thunderbird', 'apple-mail', 'mutt', 'fetchmail', 'getmail', 'mbsync', 'msmtp'] as const

describe.each(guideClients)('the guide for %s', (client) => {
  test.each(['en', 'nl'] as const)('has all its words in %s, with every placeholder filled in', (language) => {
    for (const account of [usual, guideAccount(['pop3s', 'submissions'], { destinationHost: 'pop.example.org' })]) {
      const text = guideText(createTranslate(language), guideFor(client, account))
      const words = [text.title, ...text.about, ...text.steps.flatMap((step) => [step.text, ...step.values.map((v) => v.label)])]
      for (const word of words) expect(word).not.toMatch(/{{|guides\.|^$/)
    }
  })

  test('is the same for the same account', () => {
    expect(guideFor(client, usual)).toEqual(guideFor(client, structuredClone(usual)))
  })

  test('has no step for an account without mail ports, and lists what is missing', () => {
    const guide = guideFor(client, guideAccount([]))
    if (client === 'new-outlook') expect(guide.steps).not.toEqual([])
    else {
      expect(guide.steps).toEqual([])
      expect(guide.lacks).not.toEqual([])
    }
    expect(guide.files).toEqual([])
  })
})

describe('the port that is chosen', () => {
  test.each([
    [['pop3', 'imap'], 'localhost', '11143', 'none'],
    [['imaps', 'imap'], 'localhost', '11143', 'none'],
    [['imaps', 'imap'], 'mail.example.org', '11143', 'none'],
    [['imap', 'imaps'], 'imap.example.org', '11993', 'ssl-tls'],
    [['imap'], 'imap.example.org', '11143', 'starttls'],
    [['pop3s'], 'localhost', '11995', 'ssl-tls'],
  ] as const)('of %j at %s is %s with %s', (services, destinationHost, port, security) => {
    const [step] = guideFor('other', guideAccount(services, { destinationHost })).steps
    expect(step?.values).toContainEqual({ field: 'port', text: port })
    expect(step?.values).toContainEqual({ field: 'encryption', choice: security })
  })

  test('is never a disabled one', () => {
    const [forward] = usual.forwards
    const account = { ...usual, forwards: [{ ...forward!, enabled: false }] }
    expect(guideFor('other', account).lacks).toEqual(['incoming', 'outgoing'])
  })

  test('for SMTP is used without a log-in', () => {
    const guide = guideFor('other', guideAccount(['smtp']))
    expect(guide.steps[0]?.values).toContainEqual({ field: 'authentication', choice: 'no-authentication' })
    expect(guide.notes.map(({ id }) => id)).toContain('no-log-in')
  })
})

test('a note warns of an unencrypted last leg', () => {
  const open = guideAccount(['pop3'], { destinationHost: 'pop.example.org' })
  expect(guideFor('getmail', open).notes).toEqual([
    { id: 'last-leg-open', parameters: { host: 'mail.example.org', mailHost: 'pop.example.org' } },
  ])
})

test('the certificate of a mail server beyond the SSH server must be for its name', () => {
  const account = guideAccount(['imaps', 'submissions'], { destinationHost: 'mx.example.org' })
  expect(fileOf('fetchmail', account)).toContain('sslcertck sslcommonname "mx.example.org"')
  expect(fileOf('msmtp', account)).toContain('tls_host_override "mx.example.org"')
  expect(fileOf('msmtp', account)).not.toContain('tls_certcheck')
  expect(fileOf('getmail', account)).toContain('ssl_cert_hostname = mx.example.org')
})

test('the guide for the new Outlook has no values and no file', () => {
  const guide = guideFor('new-outlook', usual)
  expect(guide.steps.flatMap(({ values }) => values)).toEqual([])
  expect(guide.files).toEqual([])
})

test('the UUID of a name is the example of RFC 9562 section 5.5', () => {
  expect(nameUuid('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2')
})

describe('whatever an account holds', () => {
  // Strings of characters with a meaning in the formats, as far as AccountSchema accepts them.
  const hostile = (schema: { safeParse: (value: unknown) => { success: boolean } }, suffix = '') =>
    fc
      .array(
        fc.oneof(
          fc.constantFrom(...Array.from('#;=%&<>{}[]()!*?~|:,./+-_@ "\'\\`$\n\r\t\u2028\u0000éx1')),
          fc.string({ unit: 'binary' }),
        ),
        {
          minLength: 1,
          maxLength: 4,
        },
      )
      .map((parts) => parts.join('') + suffix)
      .filter((value) => schema.safeParse(value).success)
  const { mailUser, mailAddress } = AccountSchema.shape
  const user = mailUser.unwrap()

  test.each(withFiles)('the file for %s has the same lines, and each value stays in its line', (client) => {
    const place = (text: string) => text.replace(/[^\n]*(?:VALUE|%[0-9A-F]{2})[^\n]*/g, '')
    fc.assert(
      fc.property(
        hostile(user),
        hostile(mailAddress, '@example.org'),
        hostile(DestinationHostSchema),
        (mailUser, address, host) => {
          const account = guideAccount(['imaps', 'submissions'], { destinationHost: host, mailUser, mailAddress: address })
          const lines = fileOf(client, account).split('\n')
          const plain = fileOf(
            client,
            guideAccount(['imaps', 'submissions'], {
              destinationHost: 'VALUE',
              mailUser: 'VALUE',
              mailAddress: 'VALUE@example.org',
            }),
          ).split('\n')
          expect(lines).toHaveLength(plain.length)
          for (const [at, line] of plain.entries()) if (place(line) !== '') expect(lines[at]).toBe(line)
        },
      ),
      { numRuns: 60 },
    )
  })

  test.each(withFiles)('a value that the schema would refuse never gets into the file for %s', (client) => {
    for (const bad of ['bob"\npreconnect "touch x', 'bob`id`', "bob'", 'bob$(id)', 'bob\\', 'bob\u2028x']) {
      expect(() => guideFor(client, { ...usual, mailUser: bad, mailAddress: `${bad}@example.org` })).toThrow('character')
    }
  })
})
