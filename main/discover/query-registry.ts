import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { inSystem32 } from '../local-peer/system-program.ts'
import { decodeOemText } from './oem-text.ts'
import { parseRegQuery, type RegistryKey } from './parse-reg-query.ts'

/** A key of the registry and all that are below it. Rejects where there is none, and on a system that has no registry. */
export type QueryRegistry = (path: string) => Promise<readonly RegistryKey[]>

const codePages = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Nls\\CodePage'

const regQuery = async (...args: readonly string[]): Promise<Uint8Array> => {
  // SECURITY: by its full path, so that no reg.exe of a nearer folder is started, and without a shell, which would read the path as more.
  const { stdout } = await promisify(execFile)(inSystem32('reg.exe'), ['query', ...args], {
    encoding: 'buffer',
    timeout: 5000,
    // With no window it gets a console of its own, which writes in the system's code page whatever that of our terminal is.
    windowsHide: true,
    maxBuffer: 8 * 1024 * 1024,
  })
  return stdout
}

const oemCodePage = async (): Promise<number | undefined> => {
  const [key] = parseRegQuery(Buffer.from(await regQuery(codePages, '/v', 'OEMCP')).toString('latin1'))
  return Number(key?.values.get('OEMCP'))
}

/** Asks reg.exe, which is part of every Windows. */
export const queryRegistry: QueryRegistry = async (path) =>
  parseRegQuery(await decodeOemText(await regQuery(path, '/s'), oemCodePage))
