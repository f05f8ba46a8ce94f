import { expect, test } from 'vitest'
import { labelledPeriods, periodLabel, periodName } from './history-span.ts'

const hourMs = 3_600_000
/** `count` periods from a local moment on, in the form of main's answer. */
const periodsFrom = (begin: Date, count: number, stepMs: number) => ({
  periods: Array.from({ length: count }, (_, index) => ({
    start: new Date(begin.getTime() + index * stepMs).toISOString(),
    bytesIn: 0,
    bytesOut: 0,
  })),
})

test('a day is labelled at every sixth hour of local time', () => {
  expect(labelledPeriods(periodsFrom(new Date(2026, 0, 5, 15), 24, hourMs), 'day')).toEqual([3, 9, 15, 21])
})

test('a week is labelled at its midnights', () => {
  expect(labelledPeriods(periodsFrom(new Date(2026, 0, 5, 15), 48, hourMs), 'week')).toEqual([9, 33])
})

test('a month is labelled at its Mondays', () => {
  expect(labelledPeriods(periodsFrom(new Date(2026, 0, 7), 14, 24 * hourMs), 'month')).toEqual([5, 12])
})

test('three months are labelled where a month begins', () => {
  expect(labelledPeriods(periodsFrom(new Date(2026, 0, 20), 30, 24 * hourMs), 'quarter')).toEqual([12])
})

test('a period has its name in the language and in local time', () => {
  const start = new Date(2026, 0, 5, 15).toISOString()
  expect(periodLabel(start, 'day', 'en')).toBe('15:00')
  expect(periodLabel(start, 'month', 'nl')).toBe('5 jan')
  expect(periodName(start, 'hour', 'en')).toBe('Mon 5 Jan, 15:00')
  expect(periodName(start, 'day', 'nl')).toBe('ma 5 jan')
})
