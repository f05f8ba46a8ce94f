import type { QueryRegistry } from './query-registry.ts'

/** Where Cygwin's setup proposes to install it, in 64 bits and in 32. */
export const usualCygwinRoots: readonly string[] = ['C:\\cygwin64', 'C:\\cygwin']

/** Where setup writes down the folder it installed to: for everybody, or for one person. */
const setupKeys = ['HKEY_LOCAL_MACHINE\\SOFTWARE\\Cygwin\\setup', 'HKEY_CURRENT_USER\\SOFTWARE\\Cygwin\\setup']

/** The folders of Windows where Cygwin was installed, as its setup wrote down. Never rejects. */
export const installedCygwinRoots = async (queryRegistry: QueryRegistry): Promise<readonly string[]> => {
  const found = await Promise.all(setupKeys.map((key) => queryRegistry(key).catch(() => [])))
  const roots = found.flat().map(({ values }) => values.get('rootdir'))
  return [...new Set(roots.filter((root) => typeof root === 'string'))]
}
