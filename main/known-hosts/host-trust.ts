import type { HostKey, HostKeyVerdict, KnownHost } from '../../contract/host-key.ts'

/** Trust in host keys. The known_hosts files are read again for each connection. */
export interface HostTrust {
  /**
   * Reads Postern's own known_hosts and the files of OpenSSH, the person's and the system's, and returns a synchronous judge for one server.
   * `pin` is an account's `trustedFingerprint`: only that key is trusted, and not where it is revoked. The last key of each server that was
   * refused as changed, by a file and not by a pin, is kept in memory for `replace`.
   */
  judgeFor: (server: { readonly host: string; readonly port: number; readonly pin?: string | undefined }) => Promise<HostJudge>
  /** Adds a key that a person accepted to Postern's own file, atomically, mode 0600. Does nothing where that file trusts the key already. */
  remember: (key: HostKey) => Promise<void>
  list: () => Promise<readonly KnownHost[]>
  /**
   * Removes every line for the server from Postern's own file and returns their number; a line with a marker stays. Rejects
   * `known-host-not-found` where there is no such line. The person's own file is never written.
   */
  remove: (server: { readonly host: string; readonly port: number }) => Promise<number>
  /**
   * Trusts the key of `server` that was refused as changed: one write removes the server's lines from Postern's own file, as `remove` does,
   * and adds that key. A line of the person's own file stays and does no harm, because one line with the key is enough to trust it.
   *
   * Rejects `host-key-not-refused` where `fingerprint` is not of the key that was refused last, or where a pin refused it, which only an edit
   * of the account can change; `host-key-revoked` where the key is revoked.
   */
  replace: (server: { readonly host: string; readonly port: number }, fingerprint: string) => Promise<void>
}

export interface HostJudge {
  readonly judge: (key: HostKey) => HostKeyVerdict
  /** Returns the known_hosts line that makes the key trusted; undefined where a pin decides or the key is not trusted. */
  readonly trustedBy: (key: HostKey) => Pick<KnownHost, 'file' | 'line' | 'ours'> | undefined
  /** The types of the keys that are trusted for this host, for `ConnectOptions.knownKeyTypes`. */
  readonly knownKeyTypes: readonly string[]
}
