import type { HostKey, HostKeyVerdict, KnownHost } from '../../contract/host-key.ts'

/** What the known_hosts files say, read afresh for each connection. */
export interface HostTrust {
  /**
   * The judge for one server: reads Postern's own known_hosts and the person's ~/.ssh/known_hosts (and known_hosts2), then answers
   * without waiting. `pin` is an account's `trustedFingerprint`: that very key and no other, and not that one where it is revoked.
   */
  judgeFor: (server: { readonly host: string; readonly port: number; readonly pin?: string }) => Promise<HostJudge>
  /** Adds a key that a person accepted to Postern's own file, atomically, mode 0600. Does nothing where it stands there already. */
  remember: (key: HostKey) => Promise<void>
  list: () => Promise<readonly KnownHost[]>
  /**
   * Takes every line for `host` (and port) out of Postern's own file; gives how many. Rejects `known-host-not-found` where there is none.
   * The person's own file is never written.
   */
  remove: (server: { readonly host: string; readonly port: number }) => Promise<number>
}

export interface HostJudge {
  readonly judge: (key: HostKey) => HostKeyVerdict
  /** Key types known for this host, for `ConnectOptions.knownKeyTypes`. */
  readonly knownKeyTypes: readonly string[]
}
