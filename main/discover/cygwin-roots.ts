import type { QueryRegistry } from './query-registry.ts'

/** The default folders of Cygwin's setup, for 64 and 32 bits. */
export const usualCygwinRoots: readonly string[] = ['C:\\cygwin64', 'C:\\cygwin']

/** The registry keys in which setup writes down its folder: for all users, or for one. */
const setupKeys = ['HKEY_LOCAL_MACHINE\\SOFTWARE\\Cygwin\\setup', 'HKEY_CURRENT_USER\\SOFTWARE\\Cygwin\\setup']

/** Returns the folders of Cygwin that its setup wrote down. Never rejects. */
export const installedCygwinRoots = async (queryRegistry: QueryRegistry): Promise<readonly string[]> => {
  const found = await Promise.all(setupKeys.map((key) => queryRegistry(key).catch(() => [])))
  const roots = found.flat().map(({ values }) => values.get('rootdir'))
  return [...new Set(roots.filter((root) => typeof root === 'string'))]
}
