import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { readFirstLine } from './first-line.ts'

const options = { limit: 8, timeoutMs: 5000 }

test.each([
  [['+OK\r\nmore'], '+OK\r'],
  [['+', 'OK', '\n'], '+OK'],
  [['12345678'], '12345678'],
  [['123456789\n'], '12345678'],
  [['1234', '56789'], '12345678'],
])('of %j is %j', async (chunks, line) => {
  const stream = new PassThrough()
  const read = readFirstLine(stream, options)
  for (const chunk of chunks) stream.write(chunk)
  expect(await read).toEqual({ line: Buffer.from(line) })
})

test('is the rest of a stream that ends without a line end; an empty stream differs from a silent one', async () => {
  const [unfinished, empty, silent] = [new PassThrough(), new PassThrough(), new PassThrough()]
  unfinished.end('+OK')
  empty.end()
  expect(await readFirstLine(unfinished, options)).toEqual({ line: Buffer.from('+OK') })
  expect(await readFirstLine(empty, options)).toEqual({ none: 'closed' })
  expect(await readFirstLine(silent, { ...options, timeoutMs: 20 })).toEqual({ none: 'silent' })
})

test('rejects with the error of the stream', async () => {
  const stream = new PassThrough()
  const read = readFirstLine(stream, options)
  stream.destroy(new Error('cut'))
  await expect(read).rejects.toThrow('cut')
})
