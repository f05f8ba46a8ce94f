import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeTemporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts'

let temporary: TemporaryFolder
let children: ChildProcess[] = []
beforeEach(async () => {
  temporary = await makeTemporaryFolder('rotating')
})
afterEach(async () => {
  children.forEach((child) => child.kill('SIGKILL'))
  children = []
  await temporary.remove()
})

const writers = ['a', 'b', 'c', 'd']
const count = 250

/** Starts a process that reports when it is ready, waits for a signal, and writes. */
const startWriter = (name: string): ChildProcess => {
  const source = `
    import { rotatingFile } from ${JSON.stringify(fileURLToPath(new URL('./rotating-file.ts', import.meta.url)))}
    const { write } = rotatingFile(${JSON.stringify(path.join(temporary.path, 'shared.log'))}, { limit: 40, older: 200, ceiling: Infinity })
    process.stdout.write('ready')
    process.stdin.once('data', () => {
      for (let number = 0; number < ${count}; number++) write('${name} ' + number + '\\n')
      process.stdin.destroy()
    })`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', source], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  children.push(child)
  return child
}

test('four processes that rotate one file lose no line and no older file', async () => {
  const started = writers.map(startWriter)
  await Promise.all(started.map((child) => once(child.stdout!, 'data')))
  const ended = started.map((child) => once(child, 'exit'))
  for (const child of started) child.stdin!.write('go')
  for (const [code] of await Promise.all(ended)) expect(code).toBe(0)

  const names = readdirSync(temporary.path)
  expect(names).not.toContain('shared.log.lock')
  const older = names.map((name) => Number(/\.(\d+)$/.exec(name)?.[1] ?? 0)).sort((a, b) => b - a)
  expect(older).toEqual(Array.from({ length: older.length }, (_, index) => older.length - 1 - index))
  const texts = older.map((age) => readFileSync(path.join(temporary.path, age === 0 ? 'shared.log' : `shared.log.${age}`), 'utf8'))
  // If two processes rotated at once, a file would hold only a line or two.
  for (const text of texts.slice(0, -1)) expect(text.length).toBeGreaterThanOrEqual(40)
  // The number of rotations depends on the machine: while a process with the lock is stopped, the others write on.
  expect(texts.length).toBeGreaterThan(1)

  const lines = texts.join('').trimEnd().split('\n')
  for (const name of writers)
    expect(lines.filter((line) => line.startsWith(name))).toEqual(Array.from({ length: count }, (_, number) => `${name} ${number}`))
})
