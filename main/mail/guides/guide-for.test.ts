import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AccountSchema, type Account } from '../../../contract/account.ts'
import { guideClients, type GuideClient } from '../../../contract/guide.ts'
import { DestinationHostSchema, type LocalForward } from '../../../contract/local-forward.ts'
import { guideText } from '../../../words/guide-words.ts'
import { createTranslate } from '../../../words/translate.ts'
import { guideAccount } from '../../testing/guide-account.ts'
import { guideFileMode } from './guide-file-mode.ts'
import { guideFor } from './guide-for.ts'
import { nameUuid } from './name-uuid.ts'

const usual = guideAccount(['imap', 'submission'])
const fileOf = (client: GuideClient, account = usual): string => guideFor(client, account).files[0]?.text ?? ''
const withFiles = [
  'thunderbird',
  'apple-mail',
  'mutt',
  'fetchmail',
  'getmail',
  'mbsync',
  'msmtp',
  'offlineimap',
  's-nail',
  'imapfilter',
] as const
const byPostern = { mailTls: 'starttls' } as const
const noteIds = (client: GuideClient, account: Account): readonly string[] => guideFor(client, account).notes.map(({ id }) => id)

describe.each(guideClients)('the guide for %s', (client) => {
  test.each(['en', 'nl'] as const)('has all its words in %s, with every placeholder filled in', (language) => {
    for (const account of [
      usual,
      guideAccount(['pop3s', 'submissions'], { destinationHost: 'pop.example.org' }),
      guideAccount(['imap', 'submission'], { destinationHost: 'mx.example.org', forward: byPostern }),
      guideAccount(['imap', 'submission'], { forward: { mailServer: { startTls: true, plainLogIn: false } } }),
    ]) {
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

describe('with TLS that Postern brings', () => {
  const far = guideAccount(['imaps', 'submissions'], { destinationHost: 'mx.example.org', forward: { mailTls: 'tls' } })
  const near = guideAccount(['imap', 'submission'], { forward: byPostern })

  test.each(guideClients.filter((client) => client !== 'new-outlook'))(
    '%s uses no TLS, and its guide names no certificate',
    (client) => {
      for (const account of [far, near]) {
        const { steps, files, lacks } = guideFor(client, account)
        const text = JSON.stringify([steps, files])
        expect(text).not.toMatch(
          /certificate|"choice":"(?:starttls|ssl-tls|tls|use-tls|use-starttls-command)"|socketType>(?:SSL|STARTTLS)/,
        )
        expect(lacks).toEqual([])
        expect(noteIds(client, account)).toEqual(['postern-encrypts'])
      }
    },
  )

  test.each([
    ['msmtp', ['tls off', 'auth plain']],
    ['mbsync', ['SSLType None', 'AuthMechs LOGIN']],
    ['fetchmail', [`sslproto ''`]],
    ['mutt', ['set ssl_starttls = no', 'set ssl_force_tls = no']],
    ['getmail', ['type = SimpleIMAPRetriever']],
    ['offlineimap', ['ssl = no', 'starttls = no']],
    ['imapfilter', ['options.starttls = false']],
    ['s-nail', ['set folder=imap://', 'set mta=smtp://', 'set smtp-auth=plain']],
    ['apple-mail', ['<key>IncomingMailServerUseSSL</key>\n        <false/>']],
    ['thunderbird', ['<socketType>plain</socketType>']],
  ] as const)('the file for %s has %j', (client, lines) => {
    for (const line of lines) expect(fileOf(client, far).replaceAll(/\n +</g, '\n        <')).toContain(line)
  })

  test('a port that it protects is taken before one on which the client would ask', () => {
    const [imap, imaps] = guideAccount(['imap', 'imaps'], { destinationHost: 'mx.example.org' }).forwards
    const account = { ...usual, forwards: [imap!, { ...imaps!, mailTls: 'tls' as const }] }
    expect(guideFor('other', account).steps[0]?.values).toContainEqual({ field: 'port', text: '11993' })
    expect(guideFor('other', account).steps[0]?.values).toContainEqual({ field: 'encryption', choice: 'none' })
  })
})

describe('the facts of the mail server', () => {
  test.each([
    ['localhost', { startTls: true, plainLogIn: true }, 'none', ['no-encryption']],
    [
      'localhost',
      { startTls: true, plainLogIn: false },
      'starttls',
      ['starttls-needed', 'certificate-asked-proved', 'certificate-not-asked'],
    ],
    ['localhost', { startTls: false, plainLogIn: false }, 'none', ['no-encryption']],
    [
      'mx.example.org',
      { startTls: true, plainLogIn: true },
      'starttls',
      ['last-leg-starttls', 'certificate-asked', 'certificate-not-asked'],
    ],
    ['mx.example.org', { startTls: false, plainLogIn: true }, 'none', ['last-leg-open']],
  ] as const)('at %s, %j: %s', (destinationHost, mailServer, security, notes) => {
    const account = guideAccount(['imap', 'submission'], { destinationHost, forward: { mailServer } })
    for (const step of guideFor('other', account).steps)
      expect(step.values).toContainEqual({ field: 'encryption', choice: security })
    expect(noteIds('other', account)).toEqual(notes)
  })

  test('without them msmtp is told how to do without STARTTLS', () => {
    expect(noteIds('msmtp', usual)).toEqual(['starttls-by-file', 'certificate-unchecked'])
  })
})

test.each([
  ['getmail', 'imap', { destinationHost: 'mx.example.org' }],
  ['getmail', 'imap', { forward: { mailServer: { startTls: true, plainLogIn: false } } }],
  ['offlineimap', 'imaps', {}],
  ['imapfilter', 'imaps', { destinationHost: 'mx.example.org' }],
  ['s-nail', 'pop3s', {}],
  ['s-nail', 'submission', {}],
] as const)('%s at the port %s of %j lacks TLS by Postern', (client, service, options) => {
  expect(guideFor(client, guideAccount([service], options)).lacks).toContain('mail-tls')
  expect(guideFor(client, guideAccount([service], { ...options, forward: { mailTls: 'tls' } })).lacks).not.toContain('mail-tls')
})

test('port 25 never takes the place of a submission port that the client cannot use', () => {
  const guide = guideFor('s-nail', guideAccount(['imap', 'submission', 'smtp']))
  expect(guide.lacks).toEqual(['mail-tls'])
  expect(guide.files[0]?.text).not.toContain('smtp')
})

test('a file into which a person may write a password is for them alone, and another one for all', () => {
  const modes = withFiles.map((client) => [
    client,
    guideFileMode(guideFor(client, guideAccount(['imap', 'submission'], { forward: byPostern })).files[0]!),
  ])
  expect(Object.fromEntries(modes)).toEqual({
    ...Object.fromEntries(withFiles.map((client) => [client, 0o600])),
    thunderbird: 0o644,
    'apple-mail': 0o644,
  })
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
  // Those that use no TLS have a file only for a port without it.
  const forwardFor = (client: GuideClient): Partial<LocalForward> =>
    client === 'offlineimap' || client === 's-nail' || client === 'imapfilter' ? { mailTls: 'tls' } : {}

  test.each(withFiles)('the file for %s has the same lines, and each value stays in its line', (client) => {
    const forward = forwardFor(client)
    const place = (text: string) => text.replace(/[^\n]*(?:VALUE|%[0-9A-F]{2})[^\n]*/g, '')
    fc.assert(
      fc.property(
        hostile(user),
        hostile(mailAddress, '@example.org'),
        hostile(DestinationHostSchema),
        (mailUser, address, host) => {
          const account = guideAccount(['imaps', 'submissions'], { destinationHost: host, mailUser, mailAddress: address, forward })
          const lines = fileOf(client, account).split('\n')
          const plain = fileOf(
            client,
            guideAccount(['imaps', 'submissions'], {
              destinationHost: 'VALUE',
              mailUser: 'VALUE',
              mailAddress: 'VALUE@example.org',
              forward,
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
      const account = guideAccount(['imap', 'submission'], { forward: forwardFor(client) })
      expect(() => guideFor(client, { ...account, mailUser: bad, mailAddress: `${bad}@example.org` })).toThrow('character')
    }
  })
})
