import { expect, test } from 'vitest'
import { formatPairs, formatTable } from './table.ts'

test('columns are as wide as their widest cell, and numbers are aligned right', () => {
  const columns = [{ title: 'Name' }, { title: 'In', align: 'right' as const }]
  expect(
    formatTable(columns, [
      ['a', '1'],
      ['longer', '1000'],
    ]),
  ).toEqual(['Name      In', 'a          1', 'longer  1000'])
})

test('colours do not count as width', () => {
  expect(formatTable([{ title: 'A' }, { title: 'B' }], [['\x1b[32mok\x1b[39m', 'x']])[0]).toBe('A   B')
})

test('the values of pairs are aligned', () => {
  expect(
    formatPairs([
      ['Server', 'x'],
      ['Key', 'y'],
    ]),
  ).toEqual(['Server  x', 'Key     y'])
})
