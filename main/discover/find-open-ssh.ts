import { existsSync } from 'node:fs'
import path from 'node:path'
import type { FoundOnComputer } from '../../contract/imported-account.ts'
import { accountsIn } from './accounts-in.ts'
import { namedKeys, possibleKeys, readKeys } from './find-keys.ts'
import { readText } from './read-text.ts'

export interface SshFolder {
  readonly origin: 'openssh' | 'cygwin'
  /** The absolute path of the folder with the configuration and the keys: `/home/bob/.ssh`. */
  readonly folder: string
  /** The person's home as the configuration names it: `/home/bob`, even if that is Cygwin's name of a folder of Windows. */
  readonly homeFolder: string
  readonly userName: string
  /** Translates a path of the configuration into one of this computer. */
  readonly toLocalPath?: (path: string) => string
}

/** Reads a folder of OpenSSH: the servers of its `config` (ssh_config(5)), the keys in it, and keys that the configuration names. */
export const findOpenSsh = async (sshFolder: SshFolder): Promise<FoundOnComputer> => {
  const { origin, folder, homeFolder, userName, toLocalPath } = sshFolder
  const config = path.join(folder, 'config')
  const accounts = accountsIn(await readText(config), { homeFolder, userName }).map(({ identityFile, ...account }) => ({
    ...account,
    identityFile: identityFile === undefined ? undefined : (toLocalPath?.(identityFile) ?? identityFile),
  }))
  return {
    origin,
    place: existsSync(config) ? config : folder,
    accounts,
    keys: await readKeys([...(await possibleKeys(folder)), ...namedKeys(accounts)]),
  }
}
