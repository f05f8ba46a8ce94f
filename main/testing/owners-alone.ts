import { statSync } from 'node:fs'
import { expect } from 'vitest'

/**
 * That a file or folder has exactly this mode. Windows has no modes: what protects there is the access list of the person's profile folder,
 * which everything in it inherits.
 */
export const expectMode = (file: string, mode: number): void => {
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(mode)
}
