/** The destination of an ssh command: `host`, `bob@host`, or `ssh://bob@host:22` (ssh(1)). */
export interface SshDestination {
  readonly host: string
  readonly user?: string | undefined
  readonly port?: string | undefined
  /** Whether it holds a password, which ssh ignores. */
  readonly holdsSecret: boolean
}

export const readDestination = (text: string): SshDestination | undefined => {
  if (/^ssh:\/\//i.test(text)) return readUri(text)
  const at = text.lastIndexOf('@')
  const host = withoutBrackets(text.slice(at + 1))
  return at === -1 ? { host, holdsSecret: false } : { host, user: text.slice(0, at), holdsSecret: false }
}

const readUri = (text: string): SshDestination | undefined => {
  try {
    const { hostname, port, username, password } = new URL(text)
    // `bob;fingerprint=…` (draft-ietf-secsh-scp-sftp-ssh-uri).
    const [user = ''] = decodeURIComponent(username).split(';')
    return {
      host: withoutBrackets(hostname),
      user: nonEmpty(user),
      port: nonEmpty(port),
      holdsSecret: password !== '',
    }
  } catch {
    // URL and decodeURIComponent throw TypeError and URIError for an invalid URL.
    return undefined
  }
}

const nonEmpty = (text: string): string | undefined => (text === '' ? undefined : text)
const withoutBrackets = (host: string): string => host.replace(/^\[(.*)\]$/s, '$1')
