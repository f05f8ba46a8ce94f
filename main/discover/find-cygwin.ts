import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { FoundOnComputer } from '../../contract/imported-account.ts'
import { fromCygwinPath } from './cygwin-path.ts'
import { findOpenSsh } from './find-open-ssh.ts'

const maxHomes = 50

/** Finds the `.ssh` folders in the homes of one Cygwin. Paths of keys become paths of Windows. Rejects if there is no Cygwin. */
export const findCygwin = async (root: string): Promise<readonly FoundOnComputer[]> => {
  const homes = await readdir(path.join(root, 'home'), { withFileTypes: true })
  const names = homes.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  return Promise.all(
    names
      .sort()
      .slice(0, maxHomes)
      .map((name) =>
        findOpenSsh({
          origin: 'cygwin',
          folder: path.join(root, 'home', name, '.ssh'),
          homeFolder: `/home/${name}`,
          userName: name,
          toLocalPath: (written) => fromCygwinPath(written, { root, paths: path }),
        }),
      ),
  )
}
