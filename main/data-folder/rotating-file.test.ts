import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { rotatingFile } from './rotating-file.ts'

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'postern-rotating-'))
  file = path.join(folder, 'logs', 'small.log')
})
afterEach(() => rmSync(folder, { recursive: true }))

const lines = (name: string): readonly string[] => readFileSync(name, 'utf8').trimEnd().split('\n')
const numbersFrom = (first: number, last: number): readonly string[] =>
  Array.from({ length: last - first + 1 }, (_, index) => `line ${first + index}`)

test('a full file becomes the first of the older ones, and only so many are kept', () => {
  const { write } = rotatingFile(file, { limit: 80, older: 3 })
  // Ten lines of eight bytes fill one.
  for (let index = 100; index < 165; index++) write(`l ${index}\n`.padStart(8))
  expect(readdirSync(path.dirname(file)).sort()).toEqual(['small.log', 'small.log.1', 'small.log.2', 'small.log.3'])
  const kept = [`${file}.3`, `${file}.2`, `${file}.1`, file].flatMap(lines).map((line) => Number(line.trim().slice(2)))
  expect(kept).toEqual(Array.from({ length: 35 }, (_, index) => 130 + index))
  for (const name of readdirSync(path.dirname(file))) expect(statSync(path.join(folder, 'logs', name)).size).toBeLessThanOrEqual(80)
})

test.skipIf(process.platform === 'win32')('each of them is for its owner alone', () => {
  const { write } = rotatingFile(file, { limit: 10, older: 2 })
  for (let index = 0; index < 9; index++) write('line of it\n')
  for (const name of readdirSync(path.dirname(file))) expect(statSync(path.join(folder, 'logs', name)).mode & 0o777).toBe(0o600)
  expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700)
})

test('while another process rotates the file, lines are appended up to twice its limit', () => {
  const { write } = rotatingFile(file, { limit: 100, older: 2 })
  mkdirSync(`${file}.lock`)
  for (const line of numbersFrom(100, 150)) write(`${line}\n`)
  expect(existsSync(`${file}.1`)).toBe(false)
  expect(lines(file)).toEqual(numbersFrom(100, 122))
})

test('a lock that a killed process left is taken over', () => {
  const { write } = rotatingFile(file, { limit: 100, older: 2 })
  mkdirSync(`${file}.lock`)
  for (const line of numbersFrom(100, 115)) write(`${line}\n`)
  const longAgo = new Date(Date.now() - 60_000)
  utimesSync(`${file}.lock`, longAgo, longAgo)
  write('line 116\n')
  expect(lines(`${file}.1`)).toEqual(numbersFrom(100, 115))
  expect(lines(file)).toEqual(['line 116'])
  expect(existsSync(`${file}.lock`)).toBe(false)
})

test('an older file that cannot be moved loses no other file', () => {
  const { write } = rotatingFile(file, { limit: 10, older: 3 })
  const fill = (text: string): void => write(`${text} fills it\n`)
  for (const text of ['a', 'b', 'c', 'd']) fill(text)
  rmSync(`${file}.2`)
  // A rename cannot replace a folder that is not empty, as Windows cannot move a file that is open.
  mkdirSync(path.join(`${file}.2`, 'held'), { recursive: true })
  rmSync(`${file}.3`)
  mkdirSync(path.join(`${file}.3`, 'held'), { recursive: true })
  for (const text of ['e', 'f', 'g']) fill(text)
  expect(lines(`${file}.1`)).toEqual(['c fills it'])
  expect(lines(file)[0]).toBe('d fills it')
})

test.skipIf(process.platform !== 'linux')('a full disk does not throw', () => {
  mkdirSync(path.dirname(file))
  symlinkSync('/dev/full', file)
  const { write } = rotatingFile(file, { limit: 100, older: 2 })
  expect(() => write('line\n')).not.toThrow()
  // Once there is room again, the log goes on with a new line.
  rmSync(file)
  write('line 2\n')
  expect(readFileSync(file, 'utf8')).toBe('\nline 2\n')
  write('line 3\n')
  expect(readFileSync(file, 'utf8')).toBe('\nline 2\nline 3\n')
})

test('a missing folder does not throw', () => {
  const { write } = rotatingFile(file, { limit: 100, older: 2 })
  rmSync(path.dirname(file), { recursive: true })
  expect(() => write('line\n')).not.toThrow()
})

test.skipIf(process.platform === 'win32')('a link in its place is not followed', () => {
  const { write } = rotatingFile(file, { limit: 80, older: 1 })
  const elsewhere = path.join(folder, 'elsewhere')
  symlinkSync(elsewhere, file)
  write('line\n')
  expect(existsSync(elsewhere)).toBe(false)
})
