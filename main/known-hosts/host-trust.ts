import type { HostKey, HostKeyVerdict, KnownHost } from '../../contract/host-key.ts'

/** What the known_hosts files say, read afresh for each connection. */
export interface HostTrust {
  /**
   * The judge for one server: reads Postern's own known_hosts and the person's ~/.ssh/known_hosts (and known_hosts2), then answers
   * without waiting. `pin` is an account's `trustedFingerprint`: that very key and no other, and not that one where it is revoked.
   * A key that it refuses as changed is kept in memory, the last one of each server, for `replace`.
   */
  judgeFor: (server: { readonly host: string; readonly port: number; readonly pin?: string | undefined }) => Promise<HostJudge>
  /** Adds a key that a person accepted to Postern's own file, atomically, mode 0600. Does nothing where it stands there already. */
  remember: (key: HostKey) => Promise<void>
  list: () => Promise<readonly KnownHost[]>
  /**
   * Takes every line for `host` (and port) out of Postern's own file; gives how many. Rejects `known-host-not-found` where there is none.
   * The person's own file is never written.
   */
  remove: (server: { readonly host: string; readonly port: number }) => Promise<number>
  /**
   * Trusts the key of `server` that was refused as changed: in one write, takes the lines for it out of Postern's own file, as `remove` does,
   * and adds that key. A line of the person's own file stays and does no harm: a key is trusted where any line holds it.
   *
   * Rejects `host-key-not-refused` where `fingerprint` is not that of the key that was refused last, or where a pin refused it, which is the
   * account's to change; `host-key-revoked` where the key was revoked.
   */
  replace: (server: { readonly host: string; readonly port: number }, fingerprint: string) => Promise<void>
}

export interface HostJudge {
  readonly judge: (key: HostKey) => HostKeyVerdict
  /** The line of a known_hosts for which the key is trusted; none where a pin decides, or where the key is not trusted. */
  readonly trustedBy: (key: HostKey) => Pick<KnownHost, 'file' | 'line' | 'ours'> | undefined
  /** Key types known for this host, for `ConnectOptions.knownKeyTypes`. */
  readonly knownKeyTypes: readonly string[]
}
