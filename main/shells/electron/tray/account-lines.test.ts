import { describe, expect, test } from 'vitest'
import type { Failure } from '../../../../contract/failure.ts'
import type { TunnelState } from '../../../../contract/tunnel-state.ts'
import { createTranslate } from '../../../../words/translate.ts'
import { accountLines, trayState } from './account-lines.ts'
import { asked, forwardThat, id, tunnel } from '../../../testing/tray-samples.ts'

const [en, nl] = [createTranslate('en'), createTranslate('nl')]
const refused: Failure = { code: 'connection-refused', host: 'mail.example.org', port: 22 }
const loginRefused: Failure = { code: 'login-refused', host: 'h', user: 'bob', tried: ['key'], accepted: ['key'] }
const changed: Failure = {
  code: 'host-key-changed',
  host: 'h',
  port: 22,
  keyType: 'k',
  fingerprint: 'f',
  known: [],
  source: { kind: 'account' },
}

const work = { id: id(1), name: 'Work' }
const lineOf = (state: TunnelState | undefined, forwards = [forwardThat('answers')], t = en) =>
  accountLines({ accounts: [work], tunnels: state === undefined ? [] : [tunnel(1, state, forwards)], questions: [] }, t)[0]!

describe('an account in the tray', () => {
  test.each<[string, TunnelState | undefined, string, string, readonly string[]]>([
    ['that never ran', undefined, 'stopped', 'idle', ['connect']],
    ['that waits for a mail app', { name: 'waiting' }, 'connects when a mail app calls', 'idle', ['connect']],
    ['that connects', { name: 'connecting', attempt: 1 }, 'connecting', 'connecting', ['disconnect']],
    ['that is connected', { name: 'connected', since: '2026-01-01T10:00:00Z' }, 'connected', 'connected', ['disconnect']],
    [
      'that tries again',
      { name: 'retrying', attempt: 7, retryAt: '2026-01-01T10:00:04Z', failure: refused },
      'trying again',
      'connecting',
      ['retry', 'disconnect'],
    ],
    ['without a network', { name: 'offline', failure: refused }, 'waiting for the network', 'connecting', ['disconnect']],
    ['whose log-in was refused', { name: 'blocked', failure: loginRefused }, 'waits for you', 'trouble', ['look', 'disconnect']],
    ['whose server has another key', { name: 'blocked', failure: changed }, 'waits for you', 'trouble', ['look', 'disconnect']],
  ])('%s', (...row) => {
    const [, state, words, mark, acts] = row
    expect(lineOf(state)).toEqual({ accountId: work.id, name: 'Work', words, mark, acts })
  })

  test('says the same while a tunnel lasts, however long, and whatever flows', () => {
    expect(lineOf({ name: 'connected', since: '2020-01-01T10:00:00Z' })).toEqual(
      lineOf({ name: 'connected', since: '2026-01-01T10:00:00Z' }),
    )
  })

  test('shows a mail server that does not answer while SSH is connected', () => {
    const line = lineOf({ name: 'connected', since: '2026-01-01T10:00:00Z' }, [forwardThat('answers'), forwardThat('silent')])
    expect(line).toMatchObject({ words: 'not every mail port works', mark: 'trouble', acts: ['disconnect'] })
  })

  test('that asks something waits for the person, whatever its tunnel does', () => {
    const tunnels = [tunnel(1, { name: 'connecting', attempt: 1 }, [])]
    const [line] = accountLines({ accounts: [work], tunnels, questions: [asked('Work')] }, en)
    expect(line).toMatchObject({ words: 'waits for your answer', mark: 'trouble', acts: ['answer', 'disconnect'] })
  })

  test('has words in Dutch too', () => {
    expect(lineOf({ name: 'waiting' }, [], nl).words).toBe('verbindt zodra een mailprogramma belt')
  })

  test('contains no control character', () => {
    const accounts = [{ id: id(1), name: 'Wo\u202erk\u0007' }]
    expect(accountLines({ accounts, tunnels: [], questions: [] }, en)[0]?.name).toBe('Wo rk')
  })
})

test('the icon shows the most urgent of them', () => {
  const shown = (...marks: readonly Parameters<typeof trayState>[0][number]['mark'][]) => trayState(marks.map((mark) => ({ mark })))
  expect(shown()).toBe('idle')
  expect(shown('idle', 'connected')).toBe('connected')
  expect(shown('connected', 'connecting', 'idle')).toBe('connecting')
  expect(shown('connected', 'connecting', 'trouble')).toBe('trouble')
})
