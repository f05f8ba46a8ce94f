import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { readUntil } from './read-until.ts'

const options = { limit: 8, timeoutMs: 5000, isWhole: (text: string) => text.includes('\n') }

test.each([
  [['+OK\r\n'], '+OK\r\n', 'whole'],
  [['+', 'OK', '\n'], '+OK\n', 'whole'],
  [['12345678'], '12345678', 'full'],
  [['123456789\n'], '12345678', 'full'],
  [['1234', '56789'], '12345678', 'full'],
])('%j is read as %j, %s', async (chunks, bytes, ended) => {
  const stream = new PassThrough()
  const read = readUntil(stream, options)
  for (const chunk of chunks) stream.write(chunk)
  expect(await read).toEqual({ bytes: Buffer.from(bytes), ended })
})

test('a stream that ends without a whole text, or has ended, is closed; another one is silent', async () => {
  const [unfinished, empty, silent] = [new PassThrough(), new PassThrough(), new PassThrough()]
  unfinished.end('+OK')
  empty.end()
  expect(await readUntil(unfinished, options)).toEqual({ bytes: Buffer.from('+OK'), ended: 'closed' })
  expect(await readUntil(empty, options)).toMatchObject({ ended: 'closed' })
  expect(await readUntil(empty, options)).toMatchObject({ ended: 'closed' })
  expect(await readUntil(silent, { ...options, timeoutMs: 20 })).toEqual({ bytes: Buffer.alloc(0), ended: 'silent' })
})

test('reads on where it stopped', async () => {
  const stream = new PassThrough()
  stream.write('one\n')
  expect(await readUntil(stream, options)).toMatchObject({ bytes: Buffer.from('one\n') })
  stream.write('two\n')
  expect(await readUntil(stream, options)).toMatchObject({ bytes: Buffer.from('two\n') })
})

test('rejects with the error of the stream', async () => {
  const stream = new PassThrough()
  const read = readUntil(stream, options)
  stream.destroy(new Error('cut'))
  await expect(read).rejects.toThrow('cut')
})
