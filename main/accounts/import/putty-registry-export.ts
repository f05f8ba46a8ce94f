import { decodePuttyName, type PuttySession } from './putty-session.ts'

const sessionKey = /^\[(?:HKEY_[A-Z_]+|HK[A-Z]{1,3})\\.{0,500}?\\?SimonTatham\\PuTTY\\Sessions\\([^\\\]]+)\]$/i

/**
 * Returns the sessions of a registry export (regedit, `reg export`): `Windows Registry Editor Version 5.00` or REGEDIT4, decoded to text.
 * Ignores keys other than PuTTY's sessions, deleted keys, and values of other types than text and dword.
 */
export const readRegistryExport = (text: string): readonly PuttySession[] => {
  interface Growing extends PuttySession {
    readonly settings: Map<string, string>
  }
  const sessions = new Map<string, Growing>()
  let session: Growing | undefined
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line.startsWith('[')) {
      const name = sessionKey.exec(line.trimEnd())?.[1]
      session = name === undefined ? undefined : (sessions.get(name) ?? { name: decodePuttyName(name), settings: new Map() })
      if (name !== undefined && session !== undefined) sessions.set(name, session)
      continue
    }
    const [, key, data = ''] = /^"([^"\\]{1,200})"=(.*)$/.exec(line) ?? []
    const value = key === undefined ? undefined : readData(data.trimEnd())
    if (key !== undefined && value !== undefined) session?.settings.set(key, value)
  }
  return [...sessions.values()]
}

/** `"text with \\ and \""` and `dword:00000016`, which is hexadecimal. */
const readData = (data: string): string | undefined => {
  const [, dword] = /^dword:([0-9a-f]{1,8})$/i.exec(data) ?? []
  if (dword !== undefined) return String(Number.parseInt(dword, 16))
  return /^"(?:[^"\\]|\\.)*"$/.test(data) ? data.slice(1, -1).replace(/\\(.)/g, '$1') : undefined
}
