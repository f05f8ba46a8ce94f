import { describe, expect, test } from 'vitest'
import type { Failure } from '../contract/failure.ts'
import { failureText } from './failure-text.ts'
import { createTranslate } from './translate.ts'

const en = createTranslate('en')
const nl = createTranslate('nl')

describe('a failure in words', () => {
  test('says what happened and what to do', () => {
    expect(failureText(en, { code: 'connection-timeout', host: 'mail.example.org', port: 22, seconds: 10 })).toEqual({
      message: 'Could not reach mail.example.org. The name is known, but nothing answered on port 22 for 10 s.',
      next: 'Check the port number. A firewall on the way may hold the connection back: another network would show it.',
    })
  })

  test('writes port numbers without grouping', () => {
    expect(failureText(nl, { code: 'connection-refused', host: 'a', port: 11_110 }).message).toContain('11110')
  })

  test('says "another program" if the OS does not name the program that has a port', () => {
    expect(failureText(en, { code: 'port-taken', port: 11_110 }).message).toContain('by another program')
    expect(failureText(nl, { code: 'port-taken', port: 11_110, program: { name: 'nginx', pid: 7 } }).message).toContain(
      'nginx (proces 7)',
    )
  })

  test('shows both fingerprints of a changed host key', () => {
    const failure: Failure = {
      code: 'host-key-changed',
      host: 'a',
      port: 22,
      keyType: 'ssh-ed25519',
      fingerprint: 'SHA256:new',
      known: ['SHA256:old', 'SHA256:older'],
      source: { kind: 'file', file: 'known_hosts', line: 3 },
    }
    const { message } = failureText(en, failure)
    expect(message).toContain('SHA256:new')
    expect(message).toContain('SHA256:old and SHA256:older (known_hosts, line 3)')
  })

  test('strips control characters of a server', () => {
    const { message } = failureText(en, { code: 'not-an-ssh-server', host: 'a', port: 22, said: '\x1b[2J220 smtp\r\n' })
    expect(message).toContain('It said: “[2J220 smtp”')
    expect(message).not.toContain('\x1b')
  })

  test('does not read a value as a placeholder or as a key', () => {
    const { message } = failureText(en, { code: 'not-an-ssh-server', host: 'a', port: 22, said: '{{host}} $t(word.yes)' })
    expect(message).toContain('It said: “{{host}} $t(word.yes)”')
  })

  test('quotes no server that sent no text', () => {
    expect(failureText(en, { code: 'not-an-ssh-server', host: 'a', port: 22, said: ' ' }).message).toBe(
      'What answers on port 22 of a is not an SSH server.',
    )
  })

  test.each<[Failure, string]>([
    [
      { code: 'connection-lost', host: 'a', reason: 'server-closed' },
      'De verbinding met a is verbroken: de server heeft haar gesloten.',
    ],
    [
      { code: 'connection-lost', host: 'a', reason: 'network-error', said: 'read ECONNRESET' },
      'De verbinding met a is verbroken: het netwerk heeft haar afgebroken. De melding was: “read ECONNRESET”',
    ],
    [
      { code: 'key-unreadable', file: 'id', reason: 'damaged', damage: 'padding' },
      'Het sleutelbestand id is niet te lezen: het bestand is beschadigd: de opvulling klopt niet.',
    ],
    [
      {
        code: 'key-install-unproven',
        host: 'a',
        reason: 'key-unanswered',
        destination: 'localhost:110',
        why: 'connection-refused',
        said: 'Connection refused',
      },
      'Dat de sleutel op a werkt, kon niet worden aangetoond: de sleutel geeft toegang, maar op localhost:110 komt geen antwoord: ' +
        'hij weigert verbindingen. Het antwoord was: “Connection refused”',
    ],
    [
      { code: 'key-install-unproven', host: 'a', reason: 'key-not-forwarded', destination: 'localhost:110', line: 'taken-out' },
      'Dat de sleutel op a werkt, kon niet worden aangetoond: de sleutel geeft toegang, maar de server laat hem niet door naar ' +
        'localhost:110. De regel die ervoor was geschreven, is weer uit authorized_keys gehaald.',
    ],
    [
      { code: 'jump-host-failed', account: 'gate', cause: { code: 'host-not-found', host: 'gate.example.org' } },
      'De weg via gate is mislukt. gate.example.org is niet gevonden. Geen naamserver kent die naam.',
    ],
    [
      { code: 'login-refused', host: 'a', user: 'bob', tried: ['key', 'password'], accepted: ['publickey'] },
      'a liet bob niet binnen. Geprobeerd: de sleutel en het wachtwoord. De server accepteert: publickey.',
    ],
    [
      { code: 'login-refused', host: 'a', user: 'bob', tried: [], accepted: [] },
      'a liet bob niet binnen. Geprobeerd: niets. De server accepteert: niets.',
    ],
    [{ code: 'store-held', file: 'f' }, 'Het bestand f is bezet door een ander programma.'],
    [{ code: 'store-held', file: 'f', program: { pid: 7 } }, 'Het bestand f is bezet door proces 7.'],
  ])('is whole in the language of the person: %j', (failure, message) => {
    expect(failureText(nl, failure).message).toBe(message)
  })

  test('fills in whose secret is needed', () => {
    expect(failureText(en, { code: 'secret-needed', reason: 'passphrase-of', identity: 'laptop' }).message).toBe(
      'The passphrase of laptop is needed, and nobody gave it.',
    )
  })

  test('does not translate a name that is also a reason', () => {
    expect(failureText(nl, { code: 'account-not-found', account: 'port' }).message).toBe('Er is geen account port.')
  })
})
