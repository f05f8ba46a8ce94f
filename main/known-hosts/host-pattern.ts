import { createHmac } from 'node:crypto'

// The limit of match_pattern_list in OpenSSH.
const longestPattern = 1023

/** `*` is any text, `?` one character. Returns to the last star alone, so that its time is at most the product of the two lengths. */
export const matchesPattern = (text: string, pattern: string): boolean => {
  let at = 0
  let inPattern = 0
  let star = -1
  let afterStar = 0
  while (at < text.length) {
    const wanted = pattern[inPattern]
    if (wanted === '*') {
      star = inPattern
      afterStar = at
      inPattern += 1
    } else if (wanted === '?' || (wanted !== undefined && wanted === text[at])) {
      at += 1
      inPattern += 1
    } else if (star !== -1) {
      inPattern = star + 1
      afterStar += 1
      at = afterStar
    } else return false
  }
  return /^\**$/.test(pattern.slice(inPattern))
}

/** `|1|salt|hash`, both in base64: the hash is the HMAC-SHA1 of the name with the salt as its key. */
const matchesHash = (name: string, hashed: string): boolean => {
  const [, version, salt = ''] = hashed.split('|')
  const key = Buffer.from(salt, 'base64')
  if (version !== '1' || key.length !== 20) return false
  return hashed === `|1|${salt}|${createHmac('sha1', key).update(name).digest('base64')}`
}

/** Returns the name of a server in known_hosts: the host alone on port 22, otherwise `[host]:port`, in lower case. */
export const lookupName = ({ host, port }: { readonly host: string; readonly port: number }): string =>
  (port === 22 ? host : `[${host}]:${port}`).toLowerCase()

/**
 * Whether the host field of a known_hosts line matches the server with this lookup name (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"; match.c
 * and hostfile.c of OpenSSH). The field is a hash, or patterns with commas between them: a plain one must match, and no negated one may.
 */
export const meansHost = (hosts: string, name: string): boolean => {
  if (hosts.startsWith('|')) return matchesHash(name, hosts)
  const patterns = hosts.toLowerCase().split(',')
  if (patterns.some((pattern) => pattern.length > longestPattern)) return false
  const [negated, plain] = [
    patterns.filter((pattern) => pattern.startsWith('!')),
    patterns.filter((pattern) => !pattern.startsWith('!')),
  ]
  return (
    plain.some((pattern) => matchesPattern(name, pattern)) && !negated.some((pattern) => matchesPattern(name, pattern.slice(1)))
  )
}
