import { spawn, type ChildProcess } from 'node:child_process'
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

// In a process of its own, because the test is about the descriptors that Node opens for itself, and about those of a parent.
const start = (program: string, ...more: ('ignore' | 'pipe')[]): ChildProcess => {
  const file = path.join(folder, 'program.mts')
  const module = path.resolve(import.meta.dirname, 'secret-fd.ts')
  writeFileSync(file, `import { readSecretFrom } from ${JSON.stringify(module)}\n${program}`)
  return spawn(process.execPath, ['--import', 'tsx', file], { stdio: ['ignore', 'pipe', 'inherit', ...more] })
}
const outputOf = async (child: ChildProcess): Promise<string> => {
  let text = ''
  for await (const chunk of child.stdout!) text += String(chunk)
  return text
}

test("none of Node's own descriptors is read or closed", async () => {
  // A socket would belong to the test runner, which loads TypeScript through one.
  const program = `
    import { fstatSync } from 'node:fs'
    const isSocket = (fd) => { try { return fstatSync(fd).isSocket() } catch { return false } }
    const reasons = new Set()
    for (let fd = 3; fd < 40; fd++) if (!isSocket(fd)) await readSecretFrom(fd, '').catch((error) => reasons.add(error.failure.reason))
    process.stdout.write([...reasons].join())`
  expect(await outputOf(start(program))).toBe('fd-unreadable')
})

test('a line that arrives in parts through a pipe is read whole', async () => {
  const child = start(`process.stdout.write(await readSecretFrom(3, '--passphrase-fd'))`, 'pipe')
  const pipe = child.stdio[3] as Writable
  // The reader closes its end, which the socket pair behind the pipe may report as a reset.
  pipe.on('error', () => undefined)
  pipe.write('hal')
  setTimeout(() => pipe.write('ves\n'), 200)
  expect(await outputOf(child)).toBe('halves')
})
