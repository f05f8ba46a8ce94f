import { expect, test } from 'vitest'
import { createFreshRead } from './fresh-read.ts'

const countedRead = () => {
  const ends: (() => void)[] = []
  const read = createFreshRead(() => {
    const number = ends.length + 1
    return new Promise<number>((resolve) => ends.push(() => resolve(number)))
  })
  return { read, ends }
}
const tick = () => new Promise((resolve) => setImmediate(resolve))

test('callers at the same time share a read', async () => {
  const { read, ends } = countedRead()
  const answers = Promise.all([read(), read(), read()])
  await tick()
  ends[0]!()
  expect(await answers).toEqual([1, 1, 1])
})

test('a caller during a read gets the next one, which begins after its call', async () => {
  const { read, ends } = countedRead()
  const first = read()
  await tick()
  const later = Promise.all([read(), read()])
  await tick()
  expect(ends).toHaveLength(1)
  ends[0]!()
  await tick()
  ends[1]!()
  expect(await first).toBe(1)
  expect(await later).toEqual([2, 2])
})

test('a read that fails rejects for its callers, and the next one begins', async () => {
  let fails = true
  const read = createFreshRead(() => (fails ? Promise.reject(new Error('unreadable')) : Promise.resolve('rows')))
  await expect(read()).rejects.toThrow('unreadable')
  fails = false
  expect(await read()).toBe('rows')
})
