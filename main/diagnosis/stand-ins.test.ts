import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AccountSchema } from '../../contract/account.ts'
import { propertyRuns } from '../testing/property-runs.ts'
import { knownNames } from './known-names.ts'
import { ownWords } from './own-words.ts'
import { createStandIns } from './stand-ins.ts'

const place = { hostName: 'deskpc', userName: 'robert', home: '/home/robert', dataFolder: '/home/robert/.config/Postern' }
const account = AccountSchema.parse({
  id: '0e1f7a52-5d8e-4a3f-9b0a-111111111111',
  name: 'Acme post',
  host: 'gate.acme.test',
  user: 'bsmith',
  mailAddress: 'bob.smith@acme.test',
  mailUser: 'bob.smith',
  forwards: [{ id: 'pop3', service: 'pop3', bindPort: 11_110, destinationHost: 'pop.acme.test', destinationPort: 110 }],
})
const names = (accounts = [account]) => createStandIns(knownNames({ accounts, identities: [], keyFiles: [], place }))

describe('within a text', () => {
  test.each([
    ['could not reach gate.acme.test on port 22', 'could not reach server-1 on port 22'],
    ['password of bsmith@gate.acme.test:22', 'password of user-1@server-1:22'],
    ['BSMITH at Gate.Acme.TEST, by ACME POST', 'user-1 at server-1, by account-1'],
    ['pop.acme.test:110', 'server-2:110'],
    ['bob.smith and bob.smith@acme.test', 'user-2 and mail-address-1'],
    ['other@else.test, other@else.test, third@else.test', 'mail-address-2, mail-address-2, mail-address-3'],
    ['/home/robert/.config/Postern/keys/x', 'data-folder/keys/…'],
    ['/home/robert/.ssh/id_secretproject', 'home-folder/.ssh/id_…'],
    ['deskpc of robert', 'this-computer of user-3'],
    ['10.11.12.13 and 10.11.12.14 and 10.11.12.13', 'address-1 and address-2 and address-1'],
    ['[fe80::1:2%eth0]:22 and 2001:db8::7', '[address-1]:22 and address-2'],
    ['127.0.0.1 and ::1 and localhost', '127.0.0.1 and ::1 and localhost'],
    ['SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDDn4Zxb9VFjwgUjPA', 'fingerprint-1'],
    ['attempt 2 comes at 2026-11-21T10:00:00.123Z', 'attempt 2 comes at 2026-11-21T10:00:00.123Z'],
    ['banner: Welcome to Acme Corp, Bob Smith', 'banner: … to …'],
    ['host of another.test', 'host of name-1'],
    [
      'the server offers: diffie-hellman-group1-sha1, aes128-gcm@openssh.com',
      'the server offers: diffie-hellman-group1-sha1, aes128-gcm@openssh.com',
    ],
    ['read ECONNRESET', 'read ECONNRESET'],
    ['call +32 475 123456', 'call +32 475 …'],
  ])('%j becomes %j', (text, without) => {
    expect(names().within(text)).toBe(without)
  })

  test('Postern’s own words stay, even if one of them is the name of an account', () => {
    const mail = { ...account, name: 'mail' }
    expect(names([mail]).within('port 11110: a mail app could not be served')).toBe('port 11110: a mail app could not be served')
    expect(names([mail]).of('account', 'mail')).toBe('account-1')
    // As the whole value it is the name.
    expect(names([mail]).within('mail')).toBe('account-1')
  })

  test.each(['Connection refused', 'Connection lost before handshake'])('%j stays as it is', (text) => {
    expect(names().within(text)).toBe(text)
  })

  test('a single-word host is replaced by itself, with its port and with its user', () => {
    const single = { ...account, host: 'mail', user: 'user' }
    for (const text of ['mail', 'mail:22', 'user@mail', 'password of user@mail:22'])
      expect(names([single]).within(text)).not.toMatch(/mail|user@/)
  })
})

// Parts for names that people and administrators use, and that are no words of Postern.
const syllable = fc.constantFrom('zor', 'quib', 'lex', 'ÿam', 'bru', 'ΣΑΣ', 'ßen', 'işk', '77', 'ñu', 'tok')
const label = fc
  .array(syllable, { minLength: 2, maxLength: 4 })
  .map((syllables) => syllables.join(''))
  .filter((text) => !ownWords.has(text.toLowerCase()))
const host = fc.oneof(
  label,
  fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join('.')),
  fc.ipV4().filter((ip) => !ip.startsWith('127.')),
  fc.ipV6().filter((ip) => ip !== '::1'),
)
const configured = fc.record({ name: label, host, user: label, destination: host, mailUser: label })

/** Disguises of a name that a server could put into its banner. */
const disguised = (name: string) =>
  fc.constantFrom(
    name,
    name.toUpperCase(),
    name.toLowerCase(),
    `x${name}`,
    `${name}y`,
    `_${name}_`,
    `port${name}port`,
    `"${name}"`,
    `${name}.${name}`,
    `${name}@${name}`,
    `${name}@openssh.com`,
    `SHA256:${name}`,
    `10.0.0.${name}`,
    `u.${name.slice(name.indexOf('.') + 1)}`,
    `/home/${name}/x`,
    `2026-11-21T${name}`,
    `\u001b[31m${name}`,
    `out/main/${name}.js`,
  )

test('no configured name is left in a server’s text, in any disguise', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(
      configured.chain((config) =>
        fc.tuple(
          fc.constant(config),
          fc.array(
            fc.oneof(
              ...Object.values(config).map(disguised),
              fc.constantFrom('the server', ' ', ', ', ': ', '\n', 'banner', '2222', '…', '-', '@'),
              fc.string({ unit: 'binary', maxLength: 3 }),
            ),
            { maxLength: 12 },
          ),
        ),
      ),
      ([config, parts]) => {
        const { name, user, mailUser, destination } = config
        const forwards = [{ ...account.forwards[0]!, destinationHost: destination }]
        const found = names([{ ...account, name, host: config.host, user, mailUser, forwards }])
          .within(parts.join(''))
          .toLowerCase()
        for (const value of Object.values(config)) expect(found).not.toContain(value.toLowerCase())
      },
    ),
    { numRuns: propertyRuns(700) },
  )
})

test('the text is the same whatever the names are', () => {
  fc.assert(
    fc.property(
      configured,
      configured,
      fc.array(fc.constantFrom('user', 'host', 'name', 'destination', 'the server said ', ': ', ' ')),
      (one, other, parts) => {
        // Two names of one configuration must differ.
        for (const config of [one, other]) fc.pre(new Set(Object.values(config).map((value) => value.toLowerCase())).size === 5)
        const told = (config: typeof one): string => {
          const text = parts
            .map((part) => (Object.hasOwn(config, part) ? ` ${config[part as keyof typeof config]} ` : part))
            .join('')
          const { name, user, mailUser, destination } = config
          const forwards = [{ ...account.forwards[0]!, destinationHost: destination }]
          return names([{ ...account, name, host: config.host, user, mailUser, forwards }]).within(text)
        }
        expect(told(one)).toBe(told(other))
      },
    ),
    { numRuns: propertyRuns(200) },
  )
})

test('a long text is written in a short time', () => {
  for (const piece of ['a', 'a.', ':', '1.', '@', '!', 'a@', 'SHA256:', '… ', 'fe80::'])
    expect(names().within(piece.repeat(8000 / piece.length)).length).toBeGreaterThan(0)
})
