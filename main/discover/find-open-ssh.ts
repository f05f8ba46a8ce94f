import { existsSync } from 'node:fs'
import path from 'node:path'
import type { FoundOnComputer } from '../../contract/imported-account.ts'
import { accountsIn } from './accounts-in.ts'
import { namedKeys, possibleKeys, readKeys } from './find-keys.ts'
import { readText } from './read-text.ts'

export interface SshFolder {
  readonly origin: 'openssh' | 'cygwin'
  /** The absolute path of the folder that has the configuration and the keys: `/home/bob/.ssh`. */
  readonly folder: string
  /** The person's home as paths in the configuration name it: `/home/bob`, also where that is Cygwin's name for a folder of Windows. */
  readonly homeFolder: string
  readonly userName: string
  /** From a path of the configuration to one of this computer. */
  readonly toLocalPath?: (path: string) => string
}

/** A folder of OpenSSH: the servers of its `config` (ssh_config(5)), the keys in it, and those that the configuration names. */
export const findOpenSsh = async (sshFolder: SshFolder): Promise<FoundOnComputer> => {
  const { origin, folder, homeFolder, userName, toLocalPath } = sshFolder
  const config = path.join(folder, 'config')
  const accounts = accountsIn(await readText(config), { homeFolder, userName }).map(({ identityFile, ...account }) => ({
    ...account,
    ...(identityFile === undefined ? {} : { identityFile: toLocalPath?.(identityFile) ?? identityFile }),
  }))
  return {
    origin,
    place: existsSync(config) ? config : folder,
    accounts,
    keys: await readKeys([...(await possibleKeys(folder)), ...namedKeys(accounts)]),
  }
}
