import { Duplex } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createLogInFilter } from './log-in-filter.ts'
import { mailStream } from './mail-stream.ts'

const silent = () => new Duplex({ read: () => undefined, write: (_chunk, _encoding, callback) => callback() })

/** A stream whose reader is behind, so that half of what came lies in `inner`. */
const behind = async () => {
  const [inner, channel] = [silent(), silent()]
  const filter = createLogInFilter('imap')
  const stream = mailStream(inner, { channel, greeting: Buffer.from('* PREAUTH\r\n'), filter, failureOf: () => undefined })
  stream.on('error', () => undefined)
  inner.push(Buffer.alloc(100_000))
  stream.read(0)
  await nextTurn()
  inner.push(Buffer.alloc(100_000))
  await nextTurn()
  expect(inner.readableLength).toBe(100_000)
  return { inner, channel, stream }
}

const lengthOf = async (stream: Duplex): Promise<number> => {
  let length = 0
  for await (const chunk of stream) length += (chunk as Buffer).length
  return length
}

// The fault is injected, because the moment between the two events is too short to be met.
test('a slow reader has all of it, where the channel closes right behind its end', async () => {
  const { inner, channel, stream } = await behind()
  inner.push(null)
  channel.emit('end')
  inner.destroy()
  expect(await lengthOf(stream)).toBe('* PREAUTH\r\n'.length + 200_000)
})

test('a close without an end is an error', async () => {
  const { inner, stream } = await behind()
  inner.destroy()
  await expect(lengthOf(stream)).rejects.toThrow('the channel has closed')
})
