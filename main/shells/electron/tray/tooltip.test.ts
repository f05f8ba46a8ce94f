import { expect, test } from 'vitest'
import { createTranslate } from '../../../../words/translate.ts'
import type { AccountLine } from './account-lines.ts'
import { tooltip } from './tooltip.ts'

const t = createTranslate('en')
const line = (name: string, mark: AccountLine['mark'] = 'connected', words = 'connected'): AccountLine => ({
  accountId: name,
  name,
  mark,
  words,
  acts: [],
})
const many = (count: number): AccountLine[] => Array.from({ length: count }, (_, number) => line(`Account number ${number}`))

test('without accounts it names the program', () => {
  expect(tooltip([], t)).toBe('Postern')
})

test('it has a line for each account, in their order', () => {
  expect(tooltip([line('Work'), line('Home', 'trouble', 'waits for you')], t)).toBe('Postern\nWork: connected\nHome: waits for you')
})

test('the accounts beyond the 127 characters of Windows are counted, and the most urgent come first', () => {
  const text = tooltip([...many(8), line('Home', 'trouble', 'waits for you')], t)
  expect(text.split('\n')).toEqual([
    'Home: waits for you',
    'Account number 0: connected',
    'Account number 1: connected',
    'Account number 2: connected',
    'and 5 more',
  ])
  expect(text.length).toBeLessThanOrEqual(127)
})

test.each([
  ['one account', [line('é'.repeat(64), 'trouble', 'x'.repeat(200))]],
  ['one of characters that are two units each', [line('𝒜'.repeat(64), 'trouble', 'y'.repeat(80))]],
  ['two, of which the first alone is too long', [line('a'.repeat(64), 'trouble', 'z'.repeat(120)), line('b')]],
  ['a hundred', many(100)],
  ['a hundred with the longest names', Array.from({ length: 100 }, (_, number) => line(`${number}`.padEnd(64, 'n')))],
])('%s never pass the limit, nor end in half a character', (_name, lines) => {
  const text = tooltip(lines, t)
  expect(text.length).toBeLessThanOrEqual(127)
  expect(text).toBe(String(Buffer.from(text)))
  if (lines.length > 1) expect(text).toMatch(/\nand \d+ more$/)
})
