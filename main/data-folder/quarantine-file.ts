import { constants, copyFileSync, rmSync } from 'node:fs'
import path from 'node:path'

/** `settings.json` → `settings.damaged-2026-11-21T10-30-00.123Z.json`; Windows takes no colons. */
export const quarantineName = (file: string, now: Date): string => {
  const { dir, name, ext } = path.parse(file)
  return path.join(dir, `${name}.damaged-${now.toISOString().replaceAll(':', '-')}${ext}`)
}

/**
 * Keeps a damaged file under another name, which it gives, and lets `restore` put the last good copy in its place. It is copied first and
 * replaced only then: at no moment is the damaged file lost, or the place empty while a good copy exists. Without a good copy the place
 * is emptied. Throws errors of the OS.
 */
export const quarantineFile = (file: string, restore: () => boolean): string => {
  const keptAs = quarantineName(file, new Date())
  copyFileSync(file, keptAs, constants.COPYFILE_EXCL)
  if (!restore()) rmSync(file)
  return keptAs
}
