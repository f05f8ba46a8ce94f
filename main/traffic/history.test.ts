import { afterEach, describe, expect, test } from 'vitest'
import { historyOf } from './history.ts'
import { addCounts, keptCounts, type HourCount } from './hour-counts.ts'
import { startOfDay, startOfHour } from './local-time.ts'

const ours = process.env['TZ']
afterEach(() => {
  if (ours === undefined) delete process.env['TZ']
  else process.env['TZ'] = ours
})

/** Sets TZ, which Node applies at once. `offset`, in minutes at that moment, proves that Node knows the zone. */
const live = (zone: string, at: string, offset: number): number => {
  process.env['TZ'] = zone
  expect(new Date(at).getTimezoneOffset()).toBe(offset)
  return Date.parse(at)
}

const which = { accountId: '6f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b11', forwardId: 'pop3' }
const other = { accountId: '7f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b11', forwardId: 'imap' }
const counted = (hour: string, bytesIn: number, name = which): HourCount => ({
  ...name,
  hour: startOfHour(Date.parse(hour)),
  bytesIn,
  bytesOut: 1,
})
const byDay = (counts: readonly HourCount[], days: number, now: number) =>
  historyOf(counts, { by: 'day', days }, now).periods.map(({ start, bytesIn }) => [start, bytesIn])
const hoursOf = (counts: readonly HourCount[], now: number) => historyOf(counts, { by: 'hour', days: 1 }, now).periods

describe('days of local time', () => {
  test('of 23 hours, when summer time begins, have their bytes and no hour that did not exist', () => {
    const now = live('Europe/Amsterdam', '2026-03-29T21:30:00Z', -120)
    const counts = [
      counted('2026-03-28T22:59:00Z', 1),
      counted('2026-03-28T23:00:00Z', 2),
      counted('2026-03-29T21:15:00Z', 4),
      counted('2026-03-29T22:00:00Z', 8),
    ]
    expect(byDay(counts, 2, now)).toEqual([
      ['2026-03-27T23:00:00.000Z', 1],
      ['2026-03-28T23:00:00.000Z', 6],
    ])
    expect(hoursOf(counts, now)).toHaveLength(23)
    expect(startOfDay(now, 1) - startOfDay(now)).toBe(23 * 3_600_000)
  })

  test('of 25 hours, when summer time ends, have the repeated hour twice', () => {
    const now = live('Europe/Amsterdam', '2026-10-25T22:30:00Z', -60)
    const counts = [
      counted('2026-10-24T22:00:00Z', 1),
      counted('2026-10-25T00:30:00Z', 2),
      counted('2026-10-25T01:30:00Z', 4),
      counted('2026-10-25T22:15:00Z', 8),
    ]
    expect(byDay(counts, 1, now)).toEqual([['2026-10-24T22:00:00.000Z', 15]])
    const hours = hoursOf(counts, now)
    expect(hours).toHaveLength(25)
    expect(hours.filter(({ bytesIn }) => bytesIn > 0).map(({ start, bytesIn }) => [start, bytesIn])).toEqual([
      ['2026-10-24T22:00:00.000Z', 1],
      ['2026-10-25T00:00:00.000Z', 2],
      ['2026-10-25T01:00:00.000Z', 4],
      ['2026-10-25T22:00:00.000Z', 8],
    ])
  })

  test('end at midnight also in a zone where that is half past an hour of UTC', () => {
    const now = live('Asia/Kolkata', '2026-11-21T19:00:00Z', -330)
    const counts = [counted('2026-11-21T18:29:00Z', 1), counted('2026-11-21T18:31:00Z', 2)]
    expect(byDay(counts, 2, now)).toEqual([
      ['2026-11-20T18:30:00.000Z', 1],
      ['2026-11-21T18:30:00.000Z', 2],
    ])
  })

  test('begin at one o’clock if summer time skips midnight', () => {
    const now = live('America/Santiago', '2026-09-06T15:00:00Z', 180)
    expect(byDay([counted('2026-09-06T04:00:00Z', 1), counted('2026-09-06T03:59:00Z', 2)], 2, now)).toEqual([
      ['2026-09-05T04:00:00.000Z', 2],
      ['2026-09-06T04:00:00.000Z', 1],
    ])
  })
})

describe('the history', () => {
  test('has every day and every hour up to now, also those without bytes', () => {
    const now = live('UTC', '2026-11-21T10:20:00Z', 0)
    expect(byDay([], 90, now)).toHaveLength(90)
    expect(byDay([], 90, now)[0]).toEqual(['2026-08-24T00:00:00.000Z', 0])
    expect(hoursOf([], now).map(({ start }) => start.slice(11, 13))).toEqual([
      '00',
      '01',
      '02',
      '03',
      '04',
      '05',
      '06',
      '07',
      '08',
      '09',
      '10',
    ])
  })

  test('is of one account, or of all accounts together', () => {
    const now = live('UTC', '2026-11-21T10:20:00Z', 0)
    const counts = [counted('2026-11-21T09:00:00Z', 1), counted('2026-11-21T09:00:00Z', 2, other)]
    expect(byDay(counts, 1, now)).toEqual([['2026-11-21T00:00:00.000Z', 3]])
    const one = historyOf(counts, { by: 'day', days: 1, accountId: other.accountId }, now)
    expect(one).toEqual({ by: 'day', periods: [{ start: '2026-11-21T00:00:00.000Z', bytesIn: 2, bytesOut: 1 }] })
  })

  test('leaves out counts before its first day, and counts that a wrong clock put after today', () => {
    const now = live('UTC', '2026-11-21T10:20:00Z', 0)
    const counts = [counted('2026-11-19T23:00:00Z', 1), counted('2026-11-22T00:00:00Z', 2)]
    expect(byDay(counts, 2, now).map(([, bytesIn]) => bytesIn)).toEqual([0, 0])
  })

  test('is kept for 90 days, today among them', () => {
    const now = live('UTC', '2026-11-21T10:20:00Z', 0)
    const last = counted('2026-08-24T00:00:00Z', 1)
    expect(keptCounts([counted('2026-08-23T23:00:00Z', 1), last], now)).toEqual([last])
  })
})

test('counts of the same hour and forward are added', () => {
  const sum = addCounts(
    [counted('2026-11-21T09:00:00Z', 1)],
    [counted('2026-11-21T09:59:00Z', 2), counted('2026-11-21T09:00:00Z', 4, other)],
  )
  expect(sum.map(({ bytesIn, bytesOut }) => [bytesIn, bytesOut])).toEqual([
    [3, 2],
    [4, 1],
  ])
})
