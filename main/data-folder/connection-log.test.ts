import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { LogLine } from '../../contract/events.ts'
import type { Failure } from '../../contract/failure.ts'
import { createLog, logFile } from './connection-log.ts'
import { readLogTail } from './log-tail.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'postern-log-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const line = (message: string, change: Partial<LogLine> = {}): LogLine => ({
  ...{ time: '2026-11-21T10:00:00.000Z', level: 'info', account: 'work', message },
  ...change,
})

test('lines at the level of the settings are written as JSON', () => {
  const log = createLog(folder, 'info')
  log({ time: '2026-11-21T10:00:00.000Z', level: 'debug', account: 'work', message: 'not wanted' })
  log({ time: '2026-11-21T10:00:01.000Z', level: 'warn', account: 'work', message: 'slow' })
  const failure = { code: 'offline', host: 'mail.example.org' } as const
  log({ time: '2026-11-21T10:00:02.000Z', level: 'error', account: 'work', message: 'failed', failure })
  const lines = readFileSync(logFile(folder), 'utf8').trimEnd().split('\n')
  expect(lines.map((text) => JSON.parse(text) as unknown)).toEqual([
    { level: 'warn', pid: process.pid, time: '2026-11-21T10:00:01.000Z', account: 'work', msg: 'slow' },
    { level: 'error', pid: process.pid, time: '2026-11-21T10:00:02.000Z', account: 'work', failure, msg: 'failed' },
  ])
})

test.skipIf(process.platform === 'win32')('the log and its folder are for their owner alone', () => {
  createLog(folder, 'info')(line('x'))
  expect(statSync(logFile(folder)).mode & 0o777).toBe(0o600)
  expect(statSync(path.dirname(logFile(folder))).mode & 0o777).toBe(0o700)
})

test('what looks like a secret is masked in a message and in each text of its failure, and the rest stays', () => {
  const known = ['password: hunter two', 'SHA256:x']
  const failure: Failure = {
    code: 'host-key-changed',
    host: 'h',
    port: 22,
    keyType: 'PASS hunter',
    fingerprint: 'f',
    known,
    source: { kind: 'account' },
  }
  createLog(folder, 'info')(line('> AUTH PLAIN aHVudGVy', { failure }))
  const written = readFileSync(logFile(folder), 'utf8')
  expect(written).not.toContain('hunter')
  expect(readLogTail(folder, 1)).toMatchObject([
    {
      message: '> AUTH PLAIN [masked]',
      failure: { ...failure, keyType: 'PASS [masked]', known: ['password: [masked]', 'SHA256:x'] },
    },
  ])
})

test('what a server says at length is cut', () => {
  const failure = { code: 'not-an-ssh-server', host: 'h', port: 22, said: 'é'.repeat(100_000) } as const
  createLog(folder, 'info')(line('x'.repeat(1_000_000).replaceAll('xx', 'x '), { failure }))
  expect(statSync(logFile(folder)).size).toBeLessThan(8000)
})

describe('the end of the log', () => {
  test('is the last lines, the oldest first, on from the file before', () => {
    const log = createLog(folder, 'info')
    for (const message of ['a', 'b', 'c']) log(line(message))
    writeFileSync(`${logFile(folder)}.1`, readFileSync(logFile(folder)))
    log(line('d'))
    expect(readLogTail(folder, 5).map(({ message }) => message)).toEqual(['c', 'a', 'b', 'c', 'd'])
    expect(readLogTail(folder, 100)).toHaveLength(7)
  })

  test('is read around lines that are none', () => {
    const log = createLog(folder, 'info')
    log(line('a'))
    appendFileSync(logFile(folder), '{"level":"info","ti\n\nnull\n{"msg":1}\n')
    log(line('b'))
    expect(readLogTail(folder, 4).map(({ message }) => message)).toEqual(['a', 'b'])
  })

  test('keeps a line whose failure a newer Postern knows', () => {
    const text = JSON.stringify({ level: 'warn', time: '', pid: 1, account: 'work', failure: { code: 'new' }, msg: 'm' })
    createLog(folder, 'info')(line('a'))
    appendFileSync(logFile(folder), `${text}\n`)
    expect(readLogTail(folder, 1)).toEqual([{ level: 'warn', time: '', pid: 1, account: 'work', message: 'm' }])
  })

  test('is read from a file far longer than what is read', () => {
    const log = createLog(folder, 'info')
    for (let index = 0; index < 300; index++) log(line(`${index} ${'long '.repeat(700)}`))
    expect(readLogTail(folder, 50).map(({ message }) => message.split(' ')[0])).toEqual(
      Array.from({ length: 50 }, (_, index) => String(250 + index)),
    )
  })

  test('is nothing where there is no log', () => {
    expect(readLogTail(folder, 5)).toEqual([])
  })
})
