import { afterEach } from 'vitest'

/** Runs `close` after the test. */
export type CloseAfter = (close: () => unknown) => void

/** Call it in a test file or a `describe`. The functions that a test adds run after that test, the last one first. */
export const closeAfterEach = (): CloseAfter => {
  const closers: (() => unknown)[] = []
  afterEach(async () => {
    for (const close of closers.splice(0).toReversed()) await close()
  })
  return (close) => void closers.push(close)
}
