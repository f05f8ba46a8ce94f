import path from 'node:path'
import type { FoundOnComputer } from '../../contract/imported-account.ts'
import { installedCygwinRoots, usualCygwinRoots } from './cygwin-roots.ts'
import { findCygwin } from './find-cygwin.ts'
import { findOpenSsh } from './find-open-ssh.ts'
import { findPuttyFiles } from './find-putty-files.ts'
import { findPuttyRegistry } from './find-putty-registry.ts'
import { queryRegistry as askReg, type QueryRegistry } from './query-registry.ts'

/** Finds the configurations and keys of OpenSSH, PuTTY and Cygwin on this computer. Empty places are left out. Never rejects. */
export type Discover = () => Promise<readonly FoundOnComputer[]>

export interface DiscoverOptions {
  readonly platform: NodeJS.Platform
  /** The person's home folder. */
  readonly home: string
  /** The person's log-in name on this computer. */
  readonly userName: string
  /** Folders that may hold a Cygwin, besides those in the registry. */
  readonly cygwinRoots?: readonly string[]
  readonly queryRegistry?: QueryRegistry
}

const sameFolders = (folders: readonly string[]): readonly string[] => [
  ...new Map(folders.map((folder) => [path.normalize(folder).toLowerCase(), folder])).values(),
]

/**
 * Searches the places where people set up SSH by hand. It writes nothing, runs nothing that it finds, and decrypts no key. A place that
 * cannot be read does not hide the others.
 */
export const createDiscover = (options: DiscoverOptions): Discover => {
  const { platform, home, userName, cygwinRoots = usualCygwinRoots, queryRegistry = askReg } = options
  const isWindows = platform === 'win32'

  const findCygwins = async (): Promise<readonly FoundOnComputer[]> => {
    const roots = sameFolders([...(await installedCygwinRoots(queryRegistry)), ...cygwinRoots])
    const found = await Promise.allSettled(roots.map(findCygwin))
    return found.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []))
  }

  return async () => {
    const found = await Promise.allSettled([
      findOpenSsh({ origin: 'openssh', folder: path.join(home, '.ssh'), homeFolder: home, userName }),
      isWindows ? findPuttyRegistry({ queryRegistry, userName }) : findPuttyFiles({ home, userName }),
      ...(isWindows ? [findCygwins()] : []),
    ])
    return found
      .flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []))
      .filter(({ accounts, keys }) => accounts.length > 0 || keys.length > 0)
  }
}
