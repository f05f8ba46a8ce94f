import { describe, expect, test } from 'vitest'
import type { LogLine } from '../../contract/events.ts'
import { accountsInLog, filterLines, linesText, type LogFilter } from './log-lines.ts'

const line = (level: LogLine['level'], account: string, message: string): LogLine => ({
  ...{ time: '2026-11-21T10:02:07.123Z', level, account, message },
})
const lines = [
  line('debug', 'Work', 'keepalive'),
  line('info', 'Work', 'connected'),
  line('warn', 'Home', 'the connection was lost'),
  line('error', 'Work', 'the log-in was refused'),
]
const all: LogFilter = { account: undefined, level: 'debug', text: '' }
const shown = (filter: Partial<LogFilter>) => filterLines(lines, { ...all, ...filter }).map(({ message }) => message)

describe('the filter of the log', () => {
  test('lets all pass in their order when nothing is asked', () => {
    expect(filterLines(lines, all)).toEqual(lines)
  })

  test('shows a level and what is worse', () => {
    expect(shown({ level: 'warn' })).toEqual(['the connection was lost', 'the log-in was refused'])
  })

  test('shows the lines of one account', () => {
    expect(shown({ account: 'Home' })).toEqual(['the connection was lost'])
  })

  test.each(['CONNECTED', ' connected ', 'info work'])('finds %j anywhere in the line, in upper or lower case', (text) => {
    expect(shown({ text })).toEqual(['connected'])
  })

  test('takes what was typed as it is and not as a pattern', () => {
    expect(shown({ text: '.*' })).toEqual([])
  })

  test('shows what meets all that is asked', () => {
    expect(shown({ account: 'Work', level: 'info', text: 'the' })).toEqual(['the log-in was refused'])
  })
})

test('lines are copied with time in UTC, level and account, one a line', () => {
  expect(linesText(lines.slice(2))).toBe(
    '2026-11-21T10:02:07Z warn Home: the connection was lost\n2026-11-21T10:02:07Z error Work: the log-in was refused\n',
  )
})

test('what a server wrote into a line cannot begin another', () => {
  expect(linesText([line('info', 'Work', 'banner: a\r\n2026 error Work: b')])).toBe(
    '2026-11-21T10:02:07Z info Work: banner: a 2026 error Work: b\n',
  )
})

test('accounts are listed as they are configured, then who else has written', () => {
  expect(accountsInLog(lines, ['Work', 'Old'])).toEqual(['Work', 'Old', 'Home'])
})
