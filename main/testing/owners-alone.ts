import { statSync } from 'node:fs'
import { expect } from 'vitest'

/**
 * Expects that a file or folder has exactly this mode. Windows has no modes: there the access list of the person's profile folder protects
 * every file in it.
 */
export const expectMode = (file: string, mode: number): void => {
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(mode)
}
