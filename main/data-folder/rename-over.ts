import { renameSync } from 'node:fs'

// The errors of Windows while another program has one of the two files open: a virus scanner, an indexer, a backup.
const heldCodes: readonly unknown[] = ['EPERM', 'EACCES', 'EBUSY']
const pausesMs = [5, 10, 20, 40, 80, 160, 320]

/** Blocks this thread, as the synchronous writes here do. */
const pause = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)

/**
 * Renames a file to the name of another, which it replaces. On Windows it tries again for two thirds of a second while another program has
 * one of the files open; on other systems such an error is final. Throws errors of the OS. `rename` and `platform` are for tests.
 */
export const renameOver = (
  from: string,
  to: string,
  {
    platform = process.platform,
    rename = renameSync,
  }: { readonly platform?: NodeJS.Platform; readonly rename?: (from: string, to: string) => void } = {},
): void => {
  const pauses = platform === 'win32' ? [...pausesMs] : []
  for (;;)
    try {
      rename(from, to)
      return
    } catch (error) {
      const pauseMs = heldCodes.includes((error as NodeJS.ErrnoException).code) ? pauses.shift() : undefined
      if (pauseMs === undefined) throw error
      pause(pauseMs)
    }
}
