import { expect, test } from 'vitest'
import { moved } from './reorder.ts'

test('an item changes places with its neighbour', () => {
  expect(moved(['a', 'b', 'c'], 2, 'earlier')).toEqual(['a', 'c', 'b'])
  expect(moved(['a', 'b', 'c'], 0, 'later')).toEqual(['b', 'a', 'c'])
})

test('the first cannot go earlier, nor the last later', () => {
  const list = ['a', 'b']
  expect(moved(list, 0, 'earlier')).toBe(list)
  expect(moved(list, 1, 'later')).toBe(list)
})
