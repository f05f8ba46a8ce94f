import { describe, expect, test } from 'vitest'
import type { LogLine } from '../../contract/events.ts'
import { createTranslate } from '../../words/translate.ts'
import { accountsInLog, filterLines, linesText, type LogFilter } from './log-lines.ts'

const t = createTranslate('en')
const line = (level: LogLine['level'], account: string | undefined, entry: LogLine['entry']): LogLine => ({
  time: '2026-11-21T10:02:07.123Z',
  level,
  account,
  entry,
})
const lines = [
  line('debug', 'Work', { name: 'key-offered', key: 'laptop' }),
  line('info', 'Work', { name: 'connected' }),
  line('warn', 'Home', { name: 'password-refused' }),
  line('error', 'Work', { name: 'answers-refused' }),
]
const all: LogFilter = { account: undefined, level: 'debug', text: '' }
const shown = (filter: Partial<LogFilter>, language: 'en' | 'nl' = 'en') =>
  filterLines(createTranslate(language), lines, { ...all, ...filter }).map(({ entry }) => entry.name)

describe('the filter of the log', () => {
  test('keeps every line, in order, while it is empty', () => {
    expect(filterLines(t, lines, all)).toEqual(lines)
  })

  test('shows a level and the worse ones', () => {
    expect(shown({ level: 'warn' })).toEqual(['password-refused', 'answers-refused'])
  })

  test('shows the lines of one account', () => {
    expect(shown({ account: 'Home' })).toEqual(['password-refused'])
  })

  test.each(['CONNECTED', ' connected ', 'info work'])('finds %j anywhere in the line, without regard to case', (text) => {
    expect(shown({ text })).toEqual(['connected'])
  })

  test('searches the words of the language that is shown', () => {
    expect(shown({ text: 'weigerde het wachtwoord' }, 'nl')).toEqual(['password-refused'])
    expect(shown({ text: 'refused the password' }, 'nl')).toEqual([])
  })

  test('reads the typed text as it is and not as a pattern', () => {
    expect(shown({ text: '.*' })).toEqual([])
  })

  test('shows the lines that meet every condition', () => {
    expect(shown({ account: 'Work', level: 'info', text: 'the' })).toEqual(['answers-refused'])
  })
})

test('a line is found and copied with the failure that it is about', () => {
  const lost: LogLine = {
    ...line('warn', 'Work', { name: 'retrying', attempt: 2, retryAt: '2026-11-21T10:02:08.000Z' }),
    failure: { code: 'connection-lost', host: 'mail.example.org', reason: 'server-closed' },
  }
  const nl = createTranslate('nl')
  const text = 'verbinding met mail.example.org is verbroken'
  expect(filterLines(nl, [...lines, lost], { ...all, text })).toEqual([lost])
  expect(linesText(nl, [lost])).toContain(text)
})

test('lines are copied with their time in UTC, their level and their account, in the language of the window', () => {
  expect(linesText(t, lines.slice(2))).toBe(
    '2026-11-21T10:02:07Z warn Home: the server refused the password\n2026-11-21T10:02:07Z error Work: the server refused the answers\n',
  )
  expect(linesText(createTranslate('nl'), lines.slice(2, 3))).toBe(
    '2026-11-21T10:02:07Z warn Home: de server weigerde het wachtwoord\n',
  )
})

test('a line without an account has the name of Postern', () => {
  expect(linesText(t, [line('info', undefined, { name: 'network-absent' })])).toBe(
    '2026-11-21T10:02:07Z info Postern: there is no network\n',
  )
})

test('a text from a server cannot begin a new line', () => {
  expect(linesText(t, [line('info', 'Work', { name: 'banner', said: 'a\r\n2026 error Work: b' })])).toBe(
    '2026-11-21T10:02:07Z info Work: banner: a 2026 error Work: b\n',
  )
})

test('accounts are listed as they are configured, then those that were removed', () => {
  expect(accountsInLog([...lines, line('info', undefined, { name: 'network-absent' })], ['Work', 'Old'])).toEqual([
    ...['Work', 'Old', 'Home'],
  ])
})
