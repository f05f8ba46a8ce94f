import { expect, test } from 'vitest'
import { sparkShape, sparkTotals } from './spark-shape.ts'

const size = { width: 60, height: 20 }
const idle = { bytesIn: 0, bytesOut: 0 }

test('a quiet minute is a base line in the middle and nothing else', () => {
  expect(
    sparkShape(
      Array.from({ length: 60 }, () => idle),
      size,
    ),
  ).toEqual({ pathIn: '', pathOut: '', base: 10 })
})

test('without seconds nothing is drawn', () => {
  expect(sparkShape([], size)).toEqual({ pathIn: '', pathOut: '', base: 10 })
})

test('bytes in are above the base line and bytes out below it, on one scale', () => {
  const { pathIn, pathOut, base } = sparkShape(
    [
      { bytesIn: 300, bytesOut: 0 },
      { bytesIn: 0, bytesOut: 100 },
    ],
    size,
  )
  expect(base).toBe(15)
  expect(pathIn).toBe('M0 15L0 0L30 0L30 15L60 15L60 15Z')
  expect(pathOut).toBe('M0 15L0 15L30 15L30 20L60 20L60 15Z')
})

test('a few bytes beside many are still visible', () => {
  const { pathIn } = sparkShape(
    [
      { bytesIn: 1_000_000, bytesOut: 0 },
      { bytesIn: 3, bytesOut: 0 },
    ],
    size,
  )
  expect(pathIn).toContain('L30 17.5L60 17.5')
})

test('the totals are sums and peaks', () => {
  expect(
    sparkTotals([
      { bytesIn: 5, bytesOut: 1 },
      { bytesIn: 7, bytesOut: 0 },
    ]),
  ).toEqual({
    bytesIn: 12,
    bytesOut: 1,
    peakIn: 7,
    peakOut: 1,
  })
  expect(sparkTotals([])).toEqual({ bytesIn: 0, bytesOut: 0, peakIn: 0, peakOut: 0 })
})
