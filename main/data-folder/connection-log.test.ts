import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { LogLine } from '../../contract/events.ts'
import type { Failure } from '../../contract/failure.ts'
import type { LogEntry } from '../../contract/log-entry.ts'
import { logEntries } from '../testing/log-entries.ts'
import { boundLogLine } from './bounded-log-line.ts'
import { createLog, logFile } from './connection-log.ts'
import { readLogTail } from './log-tail.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'postern-log-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const said = (text: string): LogEntry => ({ name: 'banner', said: text })
const line = (entry: LogEntry = { name: 'connected' }, change: Partial<LogLine> = {}): LogLine => ({
  time: '2026-11-21T10:00:00.000Z',
  level: 'info',
  account: 'work',
  entry,
  ...change,
})
const saidAtEnd = (count: number): readonly string[] =>
  readLogTail(folder, count).map(({ entry }) => ('said' in entry ? entry.said : entry.name))

test('lines at the level of the settings are written as JSON: a name and values', () => {
  const log = createLog(folder, 'info')
  log(line(undefined, { level: 'debug' }))
  log({ time: '2026-11-21T10:00:01.000Z', level: 'warn', entry: { name: 'slept', seconds: 61 } })
  const failure = { code: 'offline', host: 'mail.example.org' } as const
  log({ time: '2026-11-21T10:00:02.000Z', level: 'error', account: 'work', entry: { name: 'blocked' }, failure })
  const lines = readFileSync(logFile(folder), 'utf8').trimEnd().split('\n')
  expect(lines.map((text) => JSON.parse(text) as unknown)).toEqual([
    { level: 'warn', pid: process.pid, time: '2026-11-21T10:00:01.000Z', entry: { name: 'slept', seconds: 61 } },
    { level: 'error', pid: process.pid, time: '2026-11-21T10:00:02.000Z', account: 'work', entry: { name: 'blocked' }, failure },
  ])
})

test.skipIf(process.platform === 'win32')('the log and its folder are for their owner alone', () => {
  createLog(folder, 'info')(line())
  expect(statSync(logFile(folder)).mode & 0o777).toBe(0o600)
  expect(statSync(path.dirname(logFile(folder))).mode & 0o777).toBe(0o700)
})

test('texts that look like a secret are masked in an entry and in its failure, and the rest stays', () => {
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
  const log = createLog(folder, 'info')
  log(line(said('> AUTH PLAIN aHVudGVy'), { failure }))
  log(line({ name: 'partly-accepted', method: 'password', accepted: ['publickey', 'PASS hunter'] }))
  const written = readFileSync(logFile(folder), 'utf8')
  expect(written).not.toContain('hunter')
  expect(readLogTail(folder, 2)).toMatchObject([
    {
      entry: { name: 'banner', said: '> AUTH PLAIN [masked]' },
      failure: { ...failure, keyType: 'PASS [masked]', known: ['password: [masked]', 'SHA256:x'] },
    },
    { entry: { name: 'partly-accepted', method: 'password', accepted: ['publickey', 'PASS [masked]'] } },
  ])
})

// Texts that a server, a library or a person can put into a value.
test.each([
  'PASS hunter two',
  'imap://bob:hunter2@host',
  '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAAhunter\n-----END OPENSSH PRIVATE KEY-----',
])('no value of any entry keeps the secret in %j', (secret) => {
  const entries = logEntries(() => secret)
  const log = createLog(folder, 'info')
  for (const entry of entries) log(line(entry))
  expect(readFileSync(logFile(folder), 'utf8')).not.toContain('hunter')
  expect(readLogTail(folder, 100).map(({ entry }) => entry.name)).toEqual(entries.map(({ name }) => name))
})

test('a text that looks like a secret is masked in a nested value', () => {
  const cause = { code: 'agent-unreachable', address: 'PASS hunter', reason: 'x' }
  const failure = { code: 'jump-host-failed', account: 'a', cause } as unknown as Failure
  expect(boundLogLine(line({ name: 'blocked' }, { failure })).failure).toEqual({
    ...failure,
    cause: { ...cause, address: 'PASS [masked]' },
  })
})

test('every value of every entry is bounded', () => {
  const log = createLog(folder, 'info')
  for (const entry of logEntries(() => 'é '.repeat(50_000))) log(line(entry))
  for (const text of readFileSync(logFile(folder), 'utf8').split('\n')) expect(text.length).toBeLessThan(6000)
})

test('a long text of a server is cut', () => {
  const failure = { code: 'not-an-ssh-server', host: 'h', port: 22, said: 'é'.repeat(100_000) } as const
  createLog(folder, 'info')(line(said('x'.repeat(1_000_000).replaceAll('xx', 'x ')), { failure }))
  expect(statSync(logFile(folder)).size).toBeLessThan(8000)
})

describe('the end of the log', () => {
  test('is the last lines, the oldest first, from this file and the one before', () => {
    const log = createLog(folder, 'info')
    for (const text of ['a', 'b', 'c']) log(line(said(text)))
    writeFileSync(`${logFile(folder)}.1`, readFileSync(logFile(folder)))
    log(line(said('d')))
    expect(saidAtEnd(5)).toEqual(['c', 'a', 'b', 'c', 'd'])
    expect(readLogTail(folder, 100)).toHaveLength(7)
  })

  test('leaves out lines that are damaged', () => {
    const log = createLog(folder, 'info')
    log(line(said('a')))
    const damaged = ['{"level":"info","ti', '', 'null', '{"msg":1}', '{"level":"info","time":"","pid":1,"entry":{"attempt":1}}']
    appendFileSync(logFile(folder), `${damaged.join('\n')}\n`)
    log(line(said('b')))
    expect(saidAtEnd(7)).toEqual(['a', 'b'])
  })

  test('shows the sentences of an older Postern unchanged', () => {
    createLog(folder, 'info')(line(said('a')))
    const old = { level: 'info', pid: 1, time: '2026-11-21T10:00:00.000Z' }
    const failure = { code: 'offline', host: 'h' } as const
    const lines = [
      { ...old, account: 'work', msg: 'connecting, attempt 1' },
      { ...old, account: 'work', failure, msg: 'failed, and waiting for you' },
      { ...old, account: '', msg: 'there is no network' },
      { ...old, account: 'Postern', msg: 'the traffic counts could not be written' },
    ]
    appendFileSync(logFile(folder), lines.map((text) => `${JSON.stringify(text)}\n`).join(''))
    expect(readLogTail(folder, 4)).toEqual([
      { ...old, account: 'work', entry: { name: 'other-version', said: 'connecting, attempt 1' } },
      { ...old, account: 'work', failure, entry: { name: 'other-version', said: 'failed, and waiting for you' } },
      { ...old, entry: { name: 'other-version', said: 'there is no network' } },
      { ...old, entry: { name: 'other-version', said: 'the traffic counts could not be written' } },
    ])
  })

  test('shows an entry that only a newer Postern knows unchanged', () => {
    createLog(folder, 'info')(line())
    appendFileSync(logFile(folder), '{"level":"info","time":"","pid":1,"entry":{"name":"of-tomorrow","port":1}}\n')
    expect(saidAtEnd(2)).toEqual(['connected', '{"name":"of-tomorrow","port":1}'])
  })

  test('keeps a line whose failure only a newer Postern knows', () => {
    const text = JSON.stringify({ level: 'warn', time: '', pid: 1, account: 'work', failure: { code: 'new' }, entry: said('m') })
    createLog(folder, 'info')(line())
    appendFileSync(logFile(folder), `${text}\n`)
    expect(readLogTail(folder, 1)).toEqual([{ level: 'warn', time: '', pid: 1, account: 'work', entry: said('m') }])
  })

  test('is read from a file far longer than what is read', () => {
    const log = createLog(folder, 'info')
    for (let index = 0; index < 300; index++) log(line(said(`${index} ${'long '.repeat(700)}`)))
    expect(saidAtEnd(50).map((text) => text.split(' ')[0])).toEqual(Array.from({ length: 50 }, (_, index) => String(250 + index)))
  })

  test('is empty without a log', () => {
    expect(readLogTail(folder, 5)).toEqual([])
  })
})
