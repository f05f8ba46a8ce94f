import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { failureOf } from '../../contract/failure.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts'
import type { HourCount } from './hour-counts.ts'
import { startOfHour } from './local-time.ts'
import { createTrafficFile } from './traffic-file.ts'

let temporary: TemporaryFolder
let folder: string
let asides: string[]
beforeEach(async () => {
  temporary = await makeTemporaryFolder('traffic')
  folder = path.join(temporary.path, 'Postern')
  asides = []
})
afterEach(() => temporary.remove())

const now = Date.now()
const at = (name = 'traffic.json'): string => path.join(folder, name)
const open = () => createTrafficFile({ folder, onDamaged: (keptAs) => asides.push(keptAs) })
const count = (bytesIn: number, forwardId = 'pop3'): HourCount => ({
  accountId: '6f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b11',
  forwardId,
  hour: startOfHour(now),
  bytesIn,
  bytesOut: 1,
})

test('reading without a file creates no file', async () => {
  expect(open().read()).toEqual([])
  await expect(stat(folder)).rejects.toThrow('ENOENT')
})

test('the next reader reads the added counts, from a file that only the person can open', async () => {
  await open().add([count(5), count(7, 'imap')], now)
  expect(open().read()).toEqual([count(5), count(7, 'imap')])
  expect((await stat(at())).mode & 0o777).toBe(0o600)
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  expect(await readdir(folder)).toEqual(['traffic.json'])
})

test('several writers at once lose no counts of each other', async () => {
  const files = [open(), open(), open()]
  await Promise.all(files.flatMap((file) => Array.from({ length: 20 }, () => file.add([count(3)], now))))
  expect(open().read()).toEqual([{ ...count(180), bytesOut: 60 }])
})

test('counts older than 90 days are dropped by the next write', async () => {
  await open().add([{ ...count(1), hour: startOfHour(now - 100 * 86_400_000) }], now - 100 * 86_400_000)
  expect(open().read()).toHaveLength(1)
  await open().add([count(2)], now)
  expect(open().read()).toEqual([count(2)])
})

test.each([
  ['is cut off', '{"version": 1, "forw'],
  ['has a negative count', JSON.stringify({ version: 1, forwards: [{ ...count(1), hours: { '2026-11-21T09:00Z': [-1, 0] } }] })],
  [
    'has a count that is no number',
    JSON.stringify({ version: 1, forwards: [{ ...count(1), hours: { '2026-11-21T09:00Z': ['1', 0] } }] }),
  ],
  ['has an hour that is none', JSON.stringify({ version: 1, forwards: [{ ...count(1), hours: { '2026-13-21T09:00Z': [1, 0] } }] })],
  ['has no version', '{"forwards": []}'],
])('a file that %s reads as empty, and is set aside by the next write', async (_, damaged) => {
  await mkdir(folder)
  await writeFile(at(), damaged)
  expect(open().read()).toEqual([])
  expect(await readFile(at(), 'utf8')).toBe(damaged)

  await open().add([count(4)], now)
  expect(open().read()).toEqual([count(4)])
  expect(asides).toHaveLength(1)
  expect(await readFile(asides[0]!, 'utf8')).toBe(damaged)
})

test('the file of a newer Postern stays unchanged', async () => {
  await mkdir(folder)
  await writeFile(at(), '{"version": 2, "forwards": {}}')
  expect(
    await open()
      .add([count(4)], now)
      .then(() => undefined, failureOf),
  ).toMatchObject({ code: 'store-newer', version: 2 })
  expect(await readFile(at(), 'utf8')).toBe('{"version": 2, "forwards": {}}')
  expect(asides).toEqual([])
})
