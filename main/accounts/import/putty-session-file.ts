import { decodePuttyName, type PuttySession } from './putty-session.ts'

/**
 * A session file of PuTTY on Unix (~/.putty/sessions/NAME): `Key=value`, one on each line. `fileName` is NAME as it stands on disk; without
 * it the session has no name.
 */
export const readSessionFile = (text: string, fileName = ''): PuttySession => ({
  name: decodePuttyName(fileName),
  settings: new Map(
    text.split(/\r\n|\r|\n/).flatMap((line): [string, string][] => {
      const at = line.indexOf('=')
      return at < 1 ? [] : [[line.slice(0, at).trim(), line.slice(at + 1)]]
    }),
  ),
})
