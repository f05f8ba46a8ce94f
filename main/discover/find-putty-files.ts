import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { FoundOnComputer } from '../../contract/imported-account.ts'
import { accountsIn } from './accounts-in.ts'
import { namedKeys, readKeys } from './find-keys.ts'
import { readText } from './read-text.ts'

/** Further sessions are not read. */
export const maxSessions = 300

/** Reads PuTTY's sessions on Linux and macOS: files in `~/.putty/sessions`, named after the sessions, percent-encoded. */
export const findPuttyFiles = async (surroundings: {
  /** The person's home folder. */
  readonly home: string
  readonly userName: string
}): Promise<FoundOnComputer> => {
  const { home, userName } = surroundings
  const folder = path.join(home, '.putty', 'sessions')
  const names = (await readdir(folder)).sort().slice(0, maxSessions)
  const accounts = await Promise.all(
    names.map(async (fileName) =>
      accountsIn(await readText(path.join(folder, fileName)), { homeFolder: home, userName, fileName }),
    ),
  )
  const keys = await readKeys(namedKeys(accounts.flat()))
  return { origin: 'putty', place: folder, accounts: accounts.flat(), keys }
}
