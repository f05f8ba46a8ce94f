import { spawn } from 'node:child_process'
import { closeSync, fstatSync, openSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import type { Writable } from 'node:stream'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readSecretFrom } from './secret-fd.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'postern-fd-'))
afterAll(() => rmSync(folder, { recursive: true }))

const descriptorOf = (content: string): number => {
  const file = path.join(folder, 'secret')
  writeFileSync(file, content)
  return openSync(file, 'r')
}

test.each([
  ['secret\n', 'secret'],
  ['secret', 'secret'],
  ['secret\r\nsecond line\n', 'secret'],
  [' with spaces \n', ' with spaces '],
  ['wachtzin är 郵便\n', 'wachtzin är 郵便'],
])('%j gives its first line', async (content, secret) => {
  await expect(readSecretFrom(descriptorOf(content), '--passphrase-fd')).resolves.toBe(secret)
})

test('the descriptor is closed afterwards', async () => {
  const fd = descriptorOf('secret\n')
  await readSecretFrom(fd, '--passphrase-fd')
  expect(() => fstatSync(fd)).toThrow(/EBADF/)
})

test.each([
  ['', 'fd-empty'],
  ['\nsecond', 'fd-empty'],
  ['x'.repeat(5000), 'fd-too-long'],
])('what is no secret is refused without being shown (%#)', async (content, reason) => {
  const failure = { code: 'input-invalid', field: '--password-fd', reason }
  await expect(readSecretFrom(descriptorOf(content), '--password-fd')).rejects.toMatchObject({ failure })
})

test('a descriptor that is not open is named', async () => {
  const fd = descriptorOf('')
  closeSync(fd)
  const failure = { field: '--passphrase-fd', value: String(fd), reason: 'fd-unreadable' }
  await expect(readSecretFrom(fd, '--passphrase-fd')).rejects.toMatchObject({ failure })
})

test('a line that comes in parts through a pipe is waited for', async () => {
  const program = `
    import { readSecretFrom } from ${JSON.stringify(path.resolve(import.meta.dirname, 'secret-fd.ts'))}
    process.stdout.write(await readSecretFrom(3, '--passphrase-fd'))`
  const file = path.join(folder, 'program.mts')
  writeFileSync(file, program)
  const child = spawn(process.execPath, ['--import', 'tsx', file], { stdio: ['ignore', 'pipe', 'inherit', 'pipe'] })
  const pipe = child.stdio[3] as Writable
  // The reader closes its end, which the socket pair behind the pipe may report as a reset.
  pipe.on('error', () => undefined)
  pipe.write('hal')
  setTimeout(() => pipe.write('ves\n'), 200)
  let text = ''
  for await (const chunk of child.stdout) text += String(chunk)
  expect(text).toBe('halves')
})
