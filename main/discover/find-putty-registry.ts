import type { FoundOnComputer } from '../../contract/imported-account.ts'
import { accountsIn } from './accounts-in.ts'
import { namedKeys, readKeys } from './find-keys.ts'
import { maxSessions } from './find-putty-files.ts'
import { unreadable } from './oem-text.ts'
import type { RegistryKey } from './parse-reg-query.ts'
import type { QueryRegistry } from './query-registry.ts'

/** The registry key with the sessions of PuTTY for Windows (PuTTY's documentation, 4.30 "Storing configuration in a file"). */
export const puttySessionsKey = 'HKEY_CURRENT_USER\\Software\\SimonTatham\\PuTTY\\Sessions'

/**
 * Writes a session in the form of PuTTY's files on Unix: `HostName=mail.example.org`. The names of the settings are the same on both
 * systems. A value with an unreadable character is left out.
 */
export const asSessionFile = ({ values }: RegistryKey): string =>
  [...values]
    .filter(([, value]) => !String(value).includes(unreadable))
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')

/** Reads PuTTY's sessions on Windows: registry keys that are named after the sessions, percent-encoded. */
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
