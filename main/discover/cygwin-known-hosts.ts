import path from 'node:path'
import { installedCygwinRoots } from './cygwin-roots.ts'
import { queryRegistry, type QueryRegistry } from './query-registry.ts'

/**
 * The known_hosts files of the person's own home in each Cygwin of this computer; none but on Windows. Gives a function that asks the
 * registry once, when it is first called. Never rejects.
 *
 * SECURITY: what stands in these files is trusted without a question. On Windows everybody may make a folder on C:, so that a folder called
 * C:\cygwin64 shows nothing; only where setup wrote down that it installed Cygwin is one meant, and only the person's own home in it.
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
