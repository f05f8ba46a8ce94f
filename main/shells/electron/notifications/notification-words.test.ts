import { describe, expect, test } from 'vitest'
import type { Failure } from '../../../../contract/failure.ts'
import { createTranslate } from '../../../../words/translate.ts'
import { chooseBadge } from './notifier.ts'
import type { News } from './choose-notifications.ts'
import { notificationWords } from './notification-words.ts'

const en = createTranslate('en')
const nl = createTranslate('nl')
const of = (news: News, t = en) => notificationWords(t, { key: '1', accountId: '1', account: 'Work', news })

describe('a notification in words', () => {
  test('of a loss says what happened and what Postern does, and offers to try at once', () => {
    expect(of({ kind: 'lost', failure: { code: 'connection-refused', host: 'mail.example.org', port: 22 } })).toEqual({
      title: 'Work: connection lost',
      body: 'The server cannot be reached. Postern keeps trying.',
      actions: [
        { act: 'retry', label: 'Retry now' },
        { act: 'open', label: 'Open' },
      ],
    })
  })

  test('of a loss whose cause was not seen says the rest', () => {
    expect(of({ kind: 'lost' }).body).toBe('Postern keeps trying.')
  })

  test('of a return offers nothing', () => {
    expect(of({ kind: 'back' })).toEqual({
      title: 'Work: connected again',
      body: 'Your mail goes through the tunnel as before.',
      actions: [],
    })
  })

  test('of a need says what is needed', () => {
    expect(of({ kind: 'needs-you', need: { question: 'passphrase' } }, nl)).toEqual({
      title: 'Work heeft je nodig',
      body: 'Work heeft de wachtzin van je sleutel nodig.',
      actions: [{ act: 'open', label: 'Openen' }],
    })
  })

  test('of a changed host key warns', () => {
    const failure: Failure = {
      code: 'host-key-changed',
      host: 'a',
      port: 22,
      keyType: 'ssh-ed25519',
      fingerprint: 'SHA256:new',
      known: ['SHA256:old'],
      source: { kind: 'file', file: 'known_hosts', line: 1 },
    }
    expect(of({ kind: 'needs-you', need: { failure } }).body).toBe(
      'The server shows another host key than before. Do not go on before you know why.',
    )
  })

  test.each<Failure>([
    { code: 'not-an-ssh-server', host: 'a', port: 22, said: '<a href="x">click</a>' },
    { code: 'connection-lost', host: 'a', reason: 'server-ended', said: '<a href="x">click</a>' },
    { code: 'server-misbehaved', host: 'a', reason: 'protocol-broken', said: '<a href="x">click</a>' },
    { code: 'login-refused', host: 'a', user: 'bob', tried: ['key'], accepted: ['<a href="x">click</a>'] },
    { code: 'greeting-unexpected', destination: 'a:110', expected: 'pop3', said: '<a href="x">click</a>' },
  ])('holds nothing that a server wrote: $code', (failure) => {
    for (const kind of ['lost', 'needs-you'] as const) {
      const { title, body } = of(kind === 'lost' ? { kind, failure } : { kind, need: { failure } })
      expect(title + body).not.toContain('click')
    }
  })
})

test('the badge counts the accounts that are blocked or ask, each once', () => {
  const login: Failure = { code: 'login-refused', host: 'a', user: 'bob', tried: ['key'], accepted: ['publickey'] }
  const question = { kind: 'password', server: 'a', account: 'Home' } as const
  const asked = { id: '1', askedAt: '2026-11-21T19:00:00Z', question }
  const tunnels = [
    { accountId: '1', account: 'Work', state: { name: 'blocked', failure: login } },
    { accountId: '2', account: 'Home', state: { name: 'connecting', attempt: 1 } },
    { accountId: '3', account: 'Club', state: { name: 'offline', failure: login } },
  ] as const
  expect(chooseBadge({ tunnels, questions: [asked, { ...asked, id: '2' }] })).toBe(2)
  expect(chooseBadge({ tunnels: [], questions: [] })).toBe(0)
})
