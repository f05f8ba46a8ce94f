import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { HostKey } from '../../contract/host-key.ts'
import { hostKeyOf } from '../ssh/transport/host-key.ts'
import { makeTestKey } from '../testing/test-key.ts'
import { propertyRuns } from '../testing/property-runs.ts'
import { meansHost } from './host-pattern.ts'
import { judgeFrom } from './judge-host-key.ts'
import { parseKnownHosts } from './known-hosts-file.ts'

const [one, two] = [makeTestKey(), makeTestKey()]
const rsa = `ssh-rsa ${Buffer.concat([Buffer.from([0, 0, 0, 7]), Buffer.from('ssh-rsa'), Buffer.from([0, 0, 0, 1, 3])]).toString('base64')}`
const server = { host: 'mail.example.org', port: 22 }
const keyOf = (publicKey: string): HostKey => hostKeyOf(Buffer.from(publicKey.split(' ')[1]!, 'base64'), server)
const judgeOf = (text: string, at: { host: string; port: number; pin?: string } = server) =>
  judgeFrom(
    parseKnownHosts(text).map((line) => ({ ...line, file: 'known_hosts' })),
    at,
  )
const verdict = (text: string, key = one.publicKey, at: { host: string; port: number; pin?: string } = server) =>
  judgeOf(text, at).judge(keyOf(key))
const hashed = (name: string, salt = Buffer.alloc(20, 7)): string =>
  `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`

const trusted = { verdict: 'trusted' }
const unknown = { verdict: 'unknown' }
const changed = (...known: readonly string[]) => ({
  verdict: 'changed',
  known,
  source: { kind: 'file', file: 'known_hosts', line: 1 },
})

describe('a host key', () => {
  test.each([
    ['by its name', 'mail.example.org'],
    ['in other case', 'MAIL.Example.ORG'],
    ['in a list', 'other,mail.example.org,192.0.2.1'],
    ['by a wildcard', '*.example.org'],
    ['by a wildcard for one letter', 'mai?.example.org'],
    ['by a hash', hashed('mail.example.org')],
  ])('is trusted where a line names the host %s', (_, hosts) => {
    expect(verdict(`${hosts} ${one.publicKey} a comment\r\n`)).toEqual(trusted)
  })

  test.each([
    ['another host', 'mail.example.com'],
    ['a part of it', 'example.org'],
    ['the host on another port', '[mail.example.org]:2222'],
    ['all hosts but this one', '*.example.org,!mail.example.org'],
    ['nothing but a negation', '!other.example.org'],
    ['a hash of another', hashed('mail.example.com')],
    ['a hash with a short salt', hashed('mail.example.org', Buffer.alloc(3))],
  ])('is unknown where a line names %s', (_, hosts) => {
    expect(verdict(`${hosts} ${one.publicKey}`)).toEqual(unknown)
  })

  test('has changed where lines for the host have other keys, which are named with the line of the first', () => {
    expect(verdict(`mail.example.org ${two.publicKey}`)).toEqual(changed(two.fingerprint))
  })

  test('has changed since the time in the first line, where that has one', () => {
    const since = '2026-11-21T12:00:00Z'
    const later = 'postern 2026-11-22T12:00:00Z'
    expect(verdict(`mail.example.org ${two.publicKey} postern ${since}\n* ${two.publicKey} ${later}`)).toMatchObject({ since })
    expect(verdict(`mail.example.org ${two.publicKey}\n* ${two.publicKey} ${later}`)).toHaveProperty('since', undefined)
  })

  test('has changed where only a key of another type is known: a man in the middle may choose the type', () => {
    expect(verdict(`mail.example.org ${rsa}`)).toMatchObject({ verdict: 'changed' })
  })

  test('is trusted where a later line or file has it beside others', () => {
    expect(verdict(`mail.example.org ${two.publicKey}\n*.org ${one.publicKey}`)).toEqual(trusted)
  })

  test.each(['mail.example.org', '*', hashed('mail.example.org')])(
    'is revoked by a line for %s, wherever it is trusted',
    (hosts) => {
      expect(verdict(`mail.example.org ${one.publicKey}\n@revoked ${hosts} ${one.publicKey}`)).toEqual({ verdict: 'revoked' })
      expect(verdict(`mail.example.org ${two.publicKey}\n@revoked ${hosts} ${one.publicKey}`, two.publicKey)).toEqual(trusted)
    },
  )

  test('of a certificate authority is not the host’s', () => {
    expect(verdict(`@cert-authority * ${one.publicKey}`)).toEqual(unknown)
    expect(verdict(`@cert-authority * ${two.publicKey}`)).toEqual(unknown)
  })

  test.each([
    '@unknown mail.example.org',
    '@revoked @cert-authority mail.example.org',
    '# mail.example.org',
    'mail.example.org ssh-dss',
    '#mail.example.org',
  ])('is not trusted by the line "%s …"', (begin) => {
    expect(verdict(`${begin} ${one.publicKey}`)).toEqual(unknown)
  })
})

describe('on a port other than 22', () => {
  const at = { host: 'mail.example.org', port: 2222 }
  const own = '[mail.example.org]:2222'

  test('a key is trusted by a line with the port, or by one for the bare host where there is none', () => {
    expect(verdict(`${own} ${one.publicKey}`, one.publicKey, at)).toEqual(trusted)
    expect(verdict(`mail.example.org ${one.publicKey}`, one.publicKey, at)).toEqual(trusted)
    expect(verdict(`mail.example.org ${two.publicKey}`, one.publicKey, at)).toEqual(unknown)
  })

  test('a line for the bare host does not make a changed key trusted', () => {
    const text = `${own} ${two.publicKey}\nmail.example.org ${one.publicKey}`
    expect(verdict(text, one.publicKey, at)).toEqual(changed(two.fingerprint))
  })

  test('a key that is revoked for the bare host is revoked', () => {
    expect(verdict(`@revoked mail.example.org ${one.publicKey}`, one.publicKey, at)).toEqual({ verdict: 'revoked' })
  })
})

describe('a pinned fingerprint', () => {
  const pinned = { ...server, pin: one.fingerprint }

  test('trusts that key alone, whatever the files contain', () => {
    expect(verdict(`mail.example.org ${two.publicKey}`, one.publicKey, pinned)).toEqual(trusted)
    const refused = { verdict: 'changed', known: [one.fingerprint], source: { kind: 'account' } }
    expect(verdict(`mail.example.org ${two.publicKey}`, two.publicKey, pinned)).toEqual(refused)
  })

  test('is compared with the key itself, not with the fingerprint beside it', () => {
    const lying = { ...keyOf(two.publicKey), fingerprint: one.fingerprint }
    expect(judgeOf('', pinned).judge(lying).verdict).toBe('changed')
  })

  test('does not make a revoked key trusted', () => {
    expect(verdict(`@revoked * ${one.publicKey}`, one.publicKey, pinned)).toEqual({ verdict: 'revoked' })
  })
})

test('the types of known keys are those of the lines that could be trusted', () => {
  const text = `mail.example.org ${one.publicKey}\n* ${rsa}\nother ${two.publicKey}\n@cert-authority * ${two.publicKey}`
  expect(judgeOf(text).knownKeyTypes).toEqual(['ssh-ed25519', 'ssh-rsa'])
  expect(judgeOf(text, { ...server, pin: one.fingerprint }).knownKeyTypes).toEqual(['ssh-ed25519'])
  expect(judgeOf('').knownKeyTypes).toEqual([])
})

describe('any text of a file', () => {
  test('is read and matched against a host without an exception', () => {
    const word = fc.constantFrom('@revoked', '|1|', '|', '*', '!', ',', '[h]:2', 'h', ' ', '\t', '\n', '\r\n', '=', one.publicKey)
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word).map((words) => words.join('')),
        ),
        (text) => {
          judgeOf(text, { host: 'h', port: 2 }).judge(keyOf(one.publicKey))
        },
      ),
    )
  })

  test('with a pattern matches as the same regular expression does', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 })
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(letters, pattern, (name, text) => {
        const expression = new RegExp(`^${text.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.')}$`)
        expect(meansHost(text, name)).toBe(expression.test(name))
      }),
      { numRuns: propertyRuns(2000) },
    )
  })

  // A backtracking regular expression would never finish with these stars.
  test('with many stars does not block the event loop', () => {
    expect(meansHost(`${'*a'.repeat(500)}b`, 'a'.repeat(255))).toBe(false)
  })
})
