import type { RefusalReason } from '../ssh/forward/listener.ts'

export interface RefusalCounter {
  readonly refused: (reason: RefusalReason) => void
  /** Says what was counted and not said yet. */
  readonly close: () => void
}

/**
 * SECURITY: says the first refusal of a reason at once, and those that follow in sum, once in `everyMs`, since a neighbour who hammers a port
 * would turn over the log with a line for each.
 */
export const createRefusalCounter = (say: (reason: RefusalReason, count: number) => void, everyMs = 60_000): RefusalCounter => {
  const counts = new Map<RefusalReason, number>()
  let timer: NodeJS.Timeout | undefined

  const sayCounted = (): void => {
    for (const [reason, count] of counts) {
      if (count > 0) {
        counts.set(reason, 0)
        say(reason, count)
      } else counts.delete(reason)
    }
    if (counts.size === 0) stop()
  }
  const stop = (): void => {
    clearInterval(timer)
    timer = undefined
  }
  return {
    refused: (reason) => {
      const count = counts.get(reason)
      counts.set(reason, count === undefined ? 0 : count + 1)
      if (count === undefined) say(reason, 1)
      timer ??= setInterval(sayCounted, everyMs).unref()
    },
    close: () => {
      sayCounted()
      counts.clear()
      stop()
    },
  }
}
