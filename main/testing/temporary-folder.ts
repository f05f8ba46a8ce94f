import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

export interface TemporaryFolder {
  readonly path: string
  readonly remove: () => Promise<void>
}

/**
 * Creates a folder under the OS's temporary folder, for its owner alone. With `shared` daemons without root rights can enter it too (0755).
 */
export const makeTemporaryFolder = async (name: string, options: { readonly shared?: boolean } = {}): Promise<TemporaryFolder> => {
  const folder = await mkdtemp(path.join(tmpdir(), `postern-${name}-`))
  if (options.shared === true) await chmod(folder, 0o755)
  // A daemon that is just ending may still write a last line into its folder, hence the retries.
  return { path: folder, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }) }
}
