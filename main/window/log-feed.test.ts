import mitt from 'mitt'
import { expect, test } from 'vitest'
import type { LogLine } from '../../contract/events.ts'
import type { EventEmitter } from '../tunnels/tunnel-service.ts'
import { createLogFeed } from './log-feed.ts'

const line = (said: string, level: LogLine['level'] = 'info'): LogLine => ({
  time: '',
  level,
  account: 'work',
  entry: { name: 'banner', said },
})

const follow = () => {
  const events: EventEmitter = mitt()
  const emitted: unknown[] = []
  const written: LogLine[] = []
  const feed = createLogFeed({
    events,
    level: 'info',
    write: (entry) => written.push(entry),
    emit: (_, entry) => emitted.push(entry),
  })
  const log = (...lines: readonly LogLine[]) => lines.forEach((entry) => events.emit('LogLineWritten', entry))
  return { feed, log, emitted, written }
}

test('a line is kept, written to the disk and sent to the window', () => {
  const { feed, log, emitted, written } = follow()
  log(line('connected'))
  expect([feed.lines(), emitted, written]).toEqual([[line('connected')], [line('connected')], [line('connected')]])
})

test('a line below the level of the settings is dropped, and a changed level counts from then on', () => {
  const { feed, log, emitted, written } = follow()
  log(line('a', 'debug'), line('b', 'warn'))
  feed.setLevel('debug')
  log(line('c', 'debug'))
  feed.setLevel('error')
  log(line('d', 'warn'), line('e', 'error'))
  for (const lines of [feed.lines(), emitted as LogLine[], written])
    expect(lines.map(({ entry }) => entry)).toEqual(['b', 'c', 'e'].map((said) => ({ name: 'banner', said })))
})

test('the last two thousand lines are kept, the oldest first', () => {
  const { feed, log } = follow()
  log(...Array.from({ length: 2500 }, (_, index) => line(String(index))))
  expect(feed.lines()).toHaveLength(2000)
  expect([feed.lines()[0]?.entry, feed.lines().at(-1)?.entry]).toEqual([
    { name: 'banner', said: '500' },
    { name: 'banner', said: '2499' },
  ])
})

test('no line is accepted after the end', () => {
  const { feed, log, emitted } = follow()
  feed.close()
  log(line('late'))
  expect([feed.lines(), emitted]).toEqual([[], []])
})

test('a text that looks like a secret is masked for the window and on the disk', () => {
  const { feed, log, emitted, written } = follow()
  log(line('PASS hunter two'))
  for (const lines of [feed.lines(), emitted, written]) expect(lines).toEqual([line('PASS [masked]')])
})
