import type { FoundOnComputer } from '../../contract/imported-account.ts'
import { accountsIn } from './accounts-in.ts'
import { namedKeys, readKeys } from './find-keys.ts'
import { maxSessions } from './find-putty-files.ts'
import { unreadable } from './oem-text.ts'
import type { RegistryKey } from './parse-reg-query.ts'
import type { QueryRegistry } from './query-registry.ts'

/** Where PuTTY for Windows has its sessions (its documentation, 4.30 "Storing configuration in a file"). */
export const puttySessionsKey = 'HKEY_CURRENT_USER\\Software\\SimonTatham\\PuTTY\\Sessions'

/**
 * A session as PuTTY on Unix would have written it to a file: `HostName=mail.example.org`. The names of the settings are the same on both
 * systems. A value with a letter that cannot be read is left out.
 */
export const asSessionFile = ({ values }: RegistryKey): string =>
  [...values]
    .filter(([, value]) => !String(value).includes(unreadable))
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')

/** PuTTY's sessions on Windows: a key of the registry for each, whose name is the session's, percent-encoded. */
export const findPuttyRegistry = async (surroundings: {
  readonly queryRegistry: QueryRegistry
  readonly userName: string
}): Promise<FoundOnComputer> => {
  const { queryRegistry, userName } = surroundings
  const start = `${puttySessionsKey}\\`.toLowerCase()
  const sessions = (await queryRegistry(puttySessionsKey))
    .filter((key) => key.path.toLowerCase().startsWith(start))
    .slice(0, maxSessions)
  const accounts = sessions.flatMap((key) => accountsIn(asSessionFile(key), { userName, fileName: key.path.slice(start.length) }))
  const keys = await readKeys(namedKeys(accounts))
  return { origin: 'putty', place: puttySessionsKey, accounts, keys }
}
