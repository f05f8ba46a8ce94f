import { setTimeout as sleep } from 'node:timers/promises'

/** Polls until `condition` holds. Rejects after `timeoutMs` with `what` was waited for, so that a hang names itself. */
export const waitUntil = async (
  condition: () => boolean | Promise<boolean>,
  options: { readonly what: string; readonly timeoutMs?: number; readonly everyMs?: number },
): Promise<void> => {
  const timeoutMs = options.timeoutMs ?? 20_000
  const deadline = performance.now() + timeoutMs
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms for ${options.what}`)
    await sleep(options.everyMs ?? 20)
  }
}
