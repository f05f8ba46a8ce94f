import { describe, expect, test } from 'vitest'
import type { Failure } from '../contract/failure.ts'
import { failureText } from './failure-text.ts'
import { createTranslate } from './translate.ts'

const en = createTranslate('en')
const nl = createTranslate('nl')

describe('a failure in words', () => {
  test('says what is and what to do', () => {
    expect(failureText(en, { code: 'connection-timeout', host: 'mail.example.org', port: 22, seconds: 10 })).toEqual({
      message: 'Could not reach mail.example.org. The name is known, but nothing answered on port 22 for 10 s.',
      next: 'Check the port number. A firewall on the way may hold the connection back: another network would show it.',
    })
  })

  test('writes port numbers without grouping', () => {
    expect(failureText(nl, { code: 'connection-refused', host: 'a', port: 11_110 }).message).toContain('11110')
  })

  test('names another program where the OS does not tell which holds a port', () => {
    expect(failureText(en, { code: 'port-taken', port: 11_110 }).message).toContain('by another program')
    expect(failureText(nl, { code: 'port-taken', port: 11_110, process: 'nginx (pid 7)' }).message).toContain('nginx (pid 7)')
  })

  test('shows both fingerprints of a changed host key', () => {
    const failure: Failure = {
      code: 'host-key-changed',
      host: 'a',
      port: 22,
      keyType: 'ssh-ed25519',
      fingerprint: 'SHA256:new',
      known: ['SHA256:old', 'SHA256:older'],
      source: 'known_hosts:3',
    }
    const { message } = failureText(en, failure)
    expect(message).toContain('SHA256:new')
    expect(message).toContain('SHA256:old, SHA256:older (known_hosts:3)')
  })

  test('strips what a server could do to the terminal', () => {
    const { message } = failureText(en, { code: 'not-an-ssh-server', host: 'a', port: 22, answer: '\x1b[2J220 smtp\r\n' })
    expect(message).toContain('It said: [2J220 smtp')
    expect(message).not.toContain('\x1b')
  })

  test('does not take a value for a placeholder or a key of its own', () => {
    const { message } = failureText(en, { code: 'not-an-ssh-server', host: 'a', port: 22, answer: '{{host}} $t(word.yes)' })
    expect(message).toContain('It said: {{host}} $t(word.yes)')
  })

  test('says nothing where the server said nothing', () => {
    expect(failureText(en, { code: 'not-an-ssh-server', host: 'a', port: 22, answer: '' }).message).toContain('It said: nothing')
  })

  test.each([
    ['port', 'een poort is een getal van 1 tot en met 65535'],
    ['it is not a file', 'het is geen bestand'],
    ['ECONNRESET', 'ECONNRESET'],
    [
      'key-unanswered localhost:110: Connection refused',
      'de sleutel geeft toegang, maar op localhost:110 komt geen antwoord: hij weigert verbindingen',
    ],
    ['key-unanswered [::1]:110: who knows: why', 'de sleutel geeft toegang, maar op [::1]:110 komt geen antwoord: who knows: why'],
  ])('puts the reason %j into the language of the person where it is known', (reason, words) => {
    expect(failureText(nl, { code: 'input-invalid', field: '--port', value: '0', reason }).message).toContain(`: ${words}.`)
  })

  test('fills in whose secret is needed', () => {
    expect(failureText(en, { code: 'secret-needed', what: 'passphrase of laptop' }).message).toBe(
      'The passphrase of laptop is needed, and nobody gave it.',
    )
  })

  test('does not translate a name that is also a reason', () => {
    expect(failureText(nl, { code: 'account-not-found', account: 'port' }).message).toBe('Er is geen account port.')
  })
})
