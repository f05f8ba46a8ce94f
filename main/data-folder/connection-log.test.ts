import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { boundedFile, createLog, logFile } from './connection-log.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'postern-log-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('lines at the level of the settings are written as JSON', () => {
  const log = createLog(folder, 'info')
  log({ time: '2026-11-21T10:00:00.000Z', level: 'debug', account: 'work', message: 'not wanted' })
  log({ time: '2026-11-21T10:00:01.000Z', level: 'warn', account: 'work', message: 'slow' })
  const failure = { code: 'offline', host: 'mail.example.org' } as const
  log({ time: '2026-11-21T10:00:02.000Z', level: 'error', account: 'work', message: 'failed', failure })
  const lines = readFileSync(logFile(folder), 'utf8').trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { level: 'warn', pid: process.pid, time: '2026-11-21T10:00:01.000Z', account: 'work', msg: 'slow' },
    { level: 'error', pid: process.pid, time: '2026-11-21T10:00:02.000Z', account: 'work', failure, msg: 'failed' },
  ])
})

test.skipIf(process.platform === 'win32')('the log is for its owner alone', () => {
  createLog(folder, 'info')({ time: '', level: 'info', account: '', message: '' })
  expect(statSync(logFile(folder)).mode & 0o077).toBe(0)
})

test('the file is turned at its limit and one old file is kept', () => {
  const file = path.join(folder, 'small.log')
  const { write } = boundedFile(file, 100)
  for (let index = 0; index < 30; index++) write(`line ${index} of the log\n`)
  expect(statSync(file).size).toBeLessThan(150)
  expect(statSync(`${file}.1`).size).toBeLessThan(150)
  expect(readFileSync(file, 'utf8')).toContain('line 29')
})

test('a log that cannot be written stops nobody', () => {
  const { write } = boundedFile(path.join(folder, 'gone', 'a.log'))
  rmSync(path.join(folder, 'gone'), { recursive: true })
  expect(() => write('line\n')).not.toThrow()
})
