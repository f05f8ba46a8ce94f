import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { inSystem32 } from '../local-peer/system-program.ts'
import { decodeOemText } from './oem-text.ts'
import { parseRegQuery, type RegistryKey } from './parse-reg-query.ts'

/** Returns a registry key and all keys below it. Rejects if the key does not exist, and on systems without a registry. */
export type QueryRegistry = (path: string) => Promise<readonly RegistryKey[]>

const codePages = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Nls\\CodePage'

const regQuery = async (...args: readonly string[]): Promise<Uint8Array> => {
  // SECURITY: its full path, so that no reg.exe of another folder is started; and no shell, which could read the key's path as a command.
  const { stdout } = await promisify(execFile)(inSystem32('reg.exe'), ['query', ...args], {
    encoding: 'buffer',
    timeout: 5000,
    // Without a window it gets its own console, which uses the system's code page instead of our terminal's.
    windowsHide: true,
    maxBuffer: 8 * 1024 * 1024,
  })
  return stdout
}

const oemCodePage = async (): Promise<number | undefined> => {
  const [key] = parseRegQuery(Buffer.from(await regQuery(codePages, '/v', 'OEMCP')).toString('latin1'))
  return Number(key?.values.get('OEMCP'))
}

/** Queries the registry by reg.exe, which is part of every Windows. */
export const queryRegistry: QueryRegistry = async (path) =>
  parseRegQuery(await decodeOemText(await regQuery(path, '/s'), oemCodePage))
