import { afterEach } from 'vitest'

/** Runs `close` after the test. */
export type CloseAfter = (close: () => unknown) => void

/** Called in a test file or a `describe`: what a test adds to it runs after that test, the last one added first. */
export const closeAfterEach = (): CloseAfter => {
  const closers: (() => unknown)[] = []
  afterEach(async () => {
    for (const close of closers.splice(0).toReversed()) await close()
  })
  return (close) => void closers.push(close)
}
