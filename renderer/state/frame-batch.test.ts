import { expect, test } from 'vitest'
import { createFrameBatch } from './frame-batch.ts'

interface Counted {
  readonly count: number
  readonly last: string
}

const createPage = () => {
  let state: Counted = { count: 0, last: '' }
  let frames: (() => void)[] = []
  const writes: Counted[] = []
  const change = createFrameBatch<Counted>({
    read: () => state,
    write: (next) => {
      state = next
      writes.push(next)
    },
    requestFrame: (run) => frames.push(run),
  })
  const drawFrame = (): void => {
    const due = frames
    frames = []
    for (const run of due) run()
  }
  return { change, drawFrame, writes, framesAsked: () => frames.length }
}

test('ten thousand changes between two frames are one write', () => {
  const { change, drawFrame, writes } = createPage()
  for (let number = 1; number <= 10_000; number++) change(({ count }) => ({ count: count + 1, last: `change ${number}` }))
  drawFrame()
  expect(writes).toEqual([{ count: 10_000, last: 'change 10000' }])
})

test('a window without frames writes nothing, and requests only one frame', () => {
  const { change, writes, framesAsked } = createPage()
  for (let number = 1; number <= 10_000; number++) change(({ count }) => ({ count: count + 1 }))
  expect(writes).toEqual([])
  expect(framesAsked()).toBe(1)
})

test('a frame after which nothing changed writes nothing', () => {
  const { change, drawFrame, writes } = createPage()
  change(() => ({ last: 'one' }))
  drawFrame()
  drawFrame()
  expect(writes).toHaveLength(1)
})

test('a change after a frame gets the state that the frame wrote', () => {
  const { change, drawFrame, writes } = createPage()
  change(({ count }) => ({ count: count + 1 }))
  drawFrame()
  change(({ count }) => ({ count: count + 1 }))
  drawFrame()
  expect(writes.map(({ count }) => count)).toEqual([1, 2])
})

test('a direct write before the frame stays', () => {
  let state = { traffic: 0, typed: '' }
  let frame = (): void => undefined
  const change = createFrameBatch<typeof state>({
    read: () => state,
    write: (next) => {
      state = next
    },
    requestFrame: (run) => {
      frame = run
    },
  })
  change(() => ({ traffic: 1 }))
  state = { ...state, typed: 'b' }
  frame()
  expect(state).toEqual({ traffic: 1, typed: 'b' })
})
