import { constants, copyFileSync, rmSync } from 'node:fs'
import path from 'node:path'

/** `settings.json` → `settings.damaged-2026-11-21T10-30-00.123Z.json`, because Windows allows no colon in a name. */
export const quarantineName = (file: string, now: Date): string => {
  const { dir, name, ext } = path.parse(file)
  return path.join(dir, `${name}.damaged-${now.toISOString().replaceAll(':', '-')}${ext}`)
}

/**
 * Copies a damaged file to another name, lets `restore` replace the original by the last good copy, and returns the other name. `restore`
 * returns whether a good copy exists; without one, the original is removed. So the damaged file is never lost, and the place is never empty
 * while a good copy exists. Throws errors of the OS.
 */
export const quarantineFile = (file: string, restore: () => boolean): string => {
  const keptAs = quarantineName(file, new Date())
  copyFileSync(file, keptAs, constants.COPYFILE_EXCL)
  if (!restore()) rmSync(file)
  return keptAs
}
