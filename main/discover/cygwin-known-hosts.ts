import path from 'node:path'
import { installedCygwinRoots } from './cygwin-roots.ts'
import { queryRegistry, type QueryRegistry } from './query-registry.ts'

/**
 * Returns a function for the known_hosts files of the person's own home in each Cygwin of this computer; empty on other systems than Windows.
 * It reads the registry once, when it is first called. Never rejects.
 *
 * SECURITY: keys in these files are trusted without a question. On Windows everybody may create a folder on C:, so a folder C:\cygwin64 proves
 * nothing. Only the folder that Cygwin's setup wrote down counts, and in it only the person's own home.
 */
export const cygwinKnownHosts = (surroundings: {
  readonly platform: NodeJS.Platform
  readonly userName: string
  readonly query?: QueryRegistry
}): (() => Promise<readonly string[]>) => {
  const { platform, userName, query = queryRegistry } = surroundings
  const find = async (): Promise<readonly string[]> => {
    const roots = platform === 'win32' ? await installedCygwinRoots(query) : []
    return roots.flatMap((root) =>
      ['known_hosts', 'known_hosts2'].map((name) => path.win32.join(root, 'home', userName, '.ssh', name)),
    )
  }
  let files: Promise<readonly string[]> | undefined
  return () => (files ??= find())
}
