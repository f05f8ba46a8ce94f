import { FailureError } from '../../contract/failure.ts'
import type { HostKey } from '../../contract/host-key.ts'
import { lookupName, meansHost } from './host-pattern.ts'
import { parseKnownHosts, sinceComment, splitLines, type KnownHostLine } from './known-hosts-file.ts'

/**
 * Returns the line for a key that is trusted since `since`. Its name is not hashed: `known-hosts list` shows it, and the accounts in the same
 * folder name the same servers anyway.
 */
export const lineFor = (key: HostKey, since: Date): string => {
  const name = lookupName(key)
  // SECURITY: a name with a pattern, a marker or a blank could make the key trusted for other servers.
  if (/[\s*?!,|@#]/.test(name))
    throw new FailureError({ code: 'input-invalid', field: 'host', value: key.host, reason: 'host-name' })
  return `${name} ${key.type} ${Buffer.from(key.blob).toString('base64')} ${sinceComment(since)}`
}

/** Returns the text of a known_hosts file with `line` at its end. */
export const withLine = (text: string, line: string): string => {
  const before = text === '' || text.endsWith('\n') ? text : `${text}\n`
  return `${before}${line}\n`
}

/**
 * Returns the text without the lines for the server with this lookup name, and their number. A line that revokes a key or names an authority
 * stays, as with ssh-keygen -R.
 */
export const withoutHost = (text: string, name: string): { readonly text: string; readonly removed: number } => {
  const goes = ({ marker, hosts }: KnownHostLine): boolean => marker === undefined && meansHost(hosts, name)
  const gone = new Set(parseKnownHosts(text).flatMap((entry) => (goes(entry) ? [entry.line] : [])))
  const kept = splitLines(text).filter((_, index) => !gone.has(index + 1))
  return { text: kept.join('\n'), removed: gone.size }
}
