import { expect, test } from 'vitest'
import { resultOf } from './measure-row.ts'
import type { Bar } from './row.ts'
import { median, percentile } from './statistics.ts'
import { tableOf } from './table.ts'

const result = (bar: Bar, ssh: readonly number[], postern: readonly number[]) =>
  resultOf(
    { name: 'download', what: 'download, 1 stream', unit: 'MiB/s', bar, competitors: ['ssh', 'postern'] },
    new Map([
      ['ssh', ssh],
      ['postern', postern],
    ] as const),
  )

test('the median of an even count lies between the middle two', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5)
  expect(median([9, 1, 5])).toBe(5)
  expect(median([])).toBeNaN()
})

test('a percentile is a value that was measured', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index)
  expect([percentile(values, 0.95), percentile(values, 0), percentile([7], 0.95), percentile([], 0.95)]).toEqual([95, 1, 7, NaN])
})

test('a ratio is that of the medians', () => {
  const { competitors, reached } = result({ of: 'ratio', atLeast: 1.2 }, [100, 90, 500], [10, 120, 130])
  expect(competitors[1]).toMatchObject({ median: 120, lowest: 10, highest: 130, ratio: 1.2 })
  expect(reached).toBe(true)
})

test.each<[Bar, number, boolean]>([
  [{ of: 'ratio', atLeast: 1.2 }, 119, false],
  [{ of: 'ratio', atMost: 0.5 }, 50, true],
  [{ of: 'ratio', atMost: 0.5 }, 51, false],
  [{ of: 'value', atMost: 7.5 }, 7.5, true],
  [{ of: 'value', atMost: 7.5 }, 7.6, false],
])('the bar %j is judged of %d beside 100', (bar, postern, reached) => {
  expect(result(bar, [100], [postern]).reached).toBe(reached)
})

test('a row that measured nothing has not reached its bar', () => {
  expect(result({ of: 'ratio', atLeast: 1.2 }, [], []).reached).toBe(false)
})

test('the table says which bar was missed', () => {
  expect(tableOf([result({ of: 'ratio', atLeast: 1.2 }, [100], [110])])).toMatchInlineSnapshot(`
    "download, 1 stream (MiB/s) · bar >= 1.2: SHORT
      ssh          100          100 to 100    1.00 x
      postern      110          110 to 110    1.10 x"
  `)
})
