import { execFileSync, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parseRegQuery } from '../../discover/parse-reg-query.ts'
import type { StartCommand } from './autostart-file.ts'
import { approvedKey, commandLine, logInItemOfRunKey, runKey } from './run-key.ts'

const name = `Postern-test-${randomUUID()}`
let folder = ''
let command: StartCommand = ['']

const inRunKey = () => parseRegQuery(execFileSync('reg.exe', ['query', runKey], { encoding: 'utf8' }))[0]?.values.get(name)

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'a b-'))
  command = [process.execPath, path.join(folder, 'my script.cjs'), '--hidden']
})
afterEach(() => {
  logInItemOfRunKey(command, name).set(false)
  rmSync(folder, { recursive: true })
})

test('the log-in item is a value of the Run key, and is gone when it is switched off', () => {
  const item = logInItemOfRunKey(command, name)
  expect(item.get()).toEqual({ state: 'off' })
  expect(item.set(true)).toEqual({ state: 'on' })
  expect(inRunKey()).toBe(commandLine(command))
  expect(item.set(true)).toEqual({ state: 'on' })
  expect(item.set(false)).toEqual({ state: 'off' })
  expect(inRunKey()).toBeUndefined()
  expect(item.set(false)).toEqual({ state: 'off' })
})

test('it is off where the person switched it off in Windows’ Settings, and on again when it is switched on here', () => {
  const item = logInItemOfRunKey(command, name)
  item.set(true)
  execFileSync('reg.exe', ['add', approvedKey, '/v', name, '/t', 'REG_BINARY', '/d', '0300000067B4F2C8A9D5D901', '/f'])
  expect(item.get()).toEqual({ state: 'off' })
  expect(item.set(true)).toEqual({ state: 'on' })
})

test('Windows takes the command line apart as it was put together', () => {
  writeFileSync(command[1]!, 'console.log(JSON.stringify(process.argv.slice(1)))')
  const args = [command[1]!, '--hidden', 'a b', 'a"b', 'c\\', 'd\\"', '']
  const line = commandLine([process.execPath, ...args])
  const rest = line.slice(commandLine([process.execPath]).length + 1)
  const { stdout } = spawnSync(process.execPath, [rest], { windowsVerbatimArguments: true, encoding: 'utf8' })
  expect(JSON.parse(stdout)).toEqual(args)
})
