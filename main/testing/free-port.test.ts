import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { freePort } from './free-port.ts'

// Two processes that draw 300 of 12,000 ports each, without a reservation, would have seven or eight in common.
const count = 300

/** Draws ports and prints them; keeps them until its stdin ends. */
const source = `
  import { freePort } from ${JSON.stringify(import.meta.resolve('./free-port.ts'))}
  const ports = await Promise.all(Array.from({ length: ${count} }, () => freePort()))
  process.stdout.end(ports.join(' '))
  process.stdin.resume()`

test.runIf(process.platform === 'linux')('two processes never get the same port', async () => {
  const other = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', source], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exited = once(other, 'exit')
  const printed = text(other.stdout)
  const ours = await Promise.all(Array.from({ length: count }, () => freePort()))
  const theirs = (await printed).split(' ').map(Number)
  other.stdin.end()
  expect(await exited).toEqual([0, null])
  expect(theirs).toHaveLength(count)
  expect(theirs.filter((port) => ours.includes(port))).toEqual([])
})
