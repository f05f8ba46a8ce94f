import { generateKeyPairSync, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import en from '../../assets/locales/en.json'
import { everyFailure } from '../testing/every-failure.ts'
import { propertyRuns } from '../testing/property-runs.ts'
import { mask, maskSecrets } from './mask-secrets.ts'

const openSshKey = `-----BEGIN OPENSSH PRIVATE KEY-----
b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW
QyNTUxOQAAACDcAnArYq
-----END OPENSSH PRIVATE KEY-----`
const fingerprint = 'SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDDn4Zxb9VFjwgUjPA'

test.each([
  ['a field', 'password: hunter two', `password: ${mask}`],
  ['a field of JSON', 'got {"passphrase":"hunter two","x":1}', `got {"passphrase": ${mask}`],
  ['a field of JSON in JSON', String.raw`got {\"userPassword\":\"hunter\"}`, String.raw`got {\"userPassword\": ${mask}`],
  ['a field by an equals sign', 'POSTERN_SECRET=hunter', `POSTERN_SECRET= ${mask}`],
  ['a field of a private key', 'privateKey: hunter', `privateKey: ${mask}`],
  ['a Dutch field', 'Wachtwoord: hunter', `Wachtwoord: ${mask}`],
  ['a line of a .fetchmailrc', `poll h user bob with password "hunter two"`, `poll h user bob with password ${mask}`],
  ['one line of two', 'pass=hunter\nand more', `pass= ${mask}\nand more`],
  ['a key', `before ${openSshKey} after`, `before ${mask} after`],
  ['half a key', `before ${openSshKey.slice(0, 90)}`, `before ${mask}`],
  ['a key with its lines written out', JSON.stringify({ k: openSshKey }), `{"k":"${mask}"}`],
  ['an encrypted key', '-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----', mask],
  ['the private lines of PuTTY', 'Private-Lines: 1\nAAAAQ', mask],
  ['a key without its armour', openSshKey.split('\n').slice(1, 3).join('\n'), mask],
  ['an SMTP log-in', '> AUTH PLAIN AGJvYgBodW50ZXI=', `> AUTH PLAIN ${mask}`],
  ['an SMTP log-in in small letters', 'auth login Ym9i', `auth login ${mask}`],
  ['a log-in by token', 'AUTHENTICATE XOAUTH2 dXNlcj1ib2I=', `AUTHENTICATE XOAUTH2 ${mask}`],
  ['a POP3 user', '> USER bob', `> USER ${mask}`],
  ['a POP3 password', '> PASS hunter two', `> PASS ${mask}`],
  ['a POP3 password in small letters', 'pass hunter two', `pass ${mask}`],
  ['an IMAP log-in', '> a1 LOGIN bob hunter', `> a1 LOGIN ${mask}`],
  ['an IMAP log-in in small letters', 'a1 login bob hunter', `a1 login ${mask}`],
  ['an address with a password', 'imap://bob:hunter@host/x', `imap://bob:${mask}@host/x`],
])('%s is masked', (_, text, without) => {
  expect(maskSecrets(text)).toBe(without)
})

describe('text without a secret stays', () => {
  test.each([
    `the host key of mail.example.org is ${fingerprint}`,
    'the server refused the password',
    'the server took the publickey and wants more: keyboard-interactive, password',
    'Tried: key, password. The server accepts: publickey, password.',
    '220 mail.example.org ESMTP Exim 4.96',
    '* OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ AUTH=PLAIN AUTH=LOGIN] Dovecot ready.',
    '    at createPasswordSource (file:///opt/Postern/resources/app/out/main/tunnels/password-source.js:12:3)',
    '/home/bob/a/very/long/path/of/letters/and/slashes/that/is/longer/than/any/fingerprint/could/ever/be',
    'the user bob logs in to http://example.org:80/',
  ])('%s', (text) => {
    expect(maskSecrets(text)).toBe(text)
  })

  test('every sentence of a failure', () => {
    for (const { message, next } of Object.values(en.failure))
      for (const text of [message, next]) expect(maskSecrets(text)).toBe(text)
    for (const text of [...Object.values(en.reason), ...Object.values(en.damage)]) expect(maskSecrets(text)).toBe(text)
  })

  test('every failure as JSON', () => {
    const value = 'password of bob@mail.example.org'
    for (const sample of everyFailure(() => value)) expect(maskSecrets(JSON.stringify(sample))).toBe(JSON.stringify(sample))
  })
})

const secret = fc.stringMatching(/^[A-Za-z0-9!#%+,./?^_~-]{12,40}$/).filter((text) => !/password|passphrase/i.test(text))
const around = fc.string().map((text) => text.replace(/[\r\n]/g, ''))

describe('whatever the secret is', () => {
  test.each(['password: ', 'PASSWORD=', '"passphrase": "', 'secret : ', 'AUTH PLAIN ', 'PASS ', 'a LOGIN bob '])(
    'nothing of it is left behind %j',
    (field) => {
      fc.assert(
        fc.property(around, secret, around, (before, value, after) => {
          fc.pre(!before.includes(value))
          expect(maskSecrets(`${before} ${field}${value} ${after}`)).not.toContain(value)
        }),
      )
    },
  )

  test('of a private key no line is left, in any encoding, at any width', () => {
    const keys = [
      generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }),
      generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'pem', type: 'pkcs1' }),
    ].map(String)
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.integer({ min: 0, max: 30 }), fc.boolean(), (key, cut, isEscaped) => {
        const text = key.slice(0, key.length - cut)
        const found = maskSecrets(isEscaped ? JSON.stringify(text) : text)
        for (const line of key.split('\n').slice(1, -2)) expect(found).not.toContain(line)
      }),
    )
  })

  test('no run of base64 that could be a key is left', () => {
    fc.assert(
      fc.property(fc.integer({ min: 64, max: 600 }), around, (length, before) => {
        const run = randomBytes(length).toString('base64')
        expect(maskSecrets(`${before} ${run} after`)).not.toContain(run.slice(0, 20))
      }),
    )
  })

  test('masking once more changes nothing', () => {
    const part = fc.oneof(
      around,
      secret,
      fc.constantFrom('password: ', 'pass ', 'LOGIN a b ', 'AUTH PLAIN x', '\n', ' ', mask, openSshKey, 'user ', '://a:b@'),
      // Commands and fields that contain one another.
      fc.constantFrom(
        'pass\t',
        'login ',
        'login\t',
        'USER ',
        'PASS ',
        'auth plain',
        'AUTH PLAIN',
        'a1 ',
        'a b',
        'b3BlbnNzaC1rZXktdjE',
        '[masked',
        'secret',
      ),
    )
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const once = maskSecrets(parts.join(''))
        expect(maskSecrets(once)).toBe(once)
      }),
      {
        numRuns: propertyRuns(20_000),
        examples: [
          [['pass ', 'AUTH PLAIN x']],
          [['login\t', 'auth plain', 'auth plain']],
          [['AUTH PLAIN', 'b3BlbnNzaC1rZXktdjE', 'auth plain', '///']],
        ],
      },
    )
  })

  test('a long text is masked in a short time', () => {
    // The worst input for each pattern. A quadratic one would exceed the time of a test.
    for (const piece of ['a', 'pass', 'password ', '-----BEGIN ', 'login a ', 'A/', '://a:', ' \t', 'Aa1+ '])
      expect(maskSecrets(piece.repeat(200_000 / piece.length)).length).toBeGreaterThan(0)
  })
})
