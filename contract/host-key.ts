import { z } from 'zod'

/** A SHA-256 fingerprint as OpenSSH prints it (RFC 4648 base64 without padding). */
export const FingerprintSchema = z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/)

/** A server's public host key as it was offered (RFC 4253 section 6.6). */
export interface HostKey {
  readonly host: string
  readonly port: number
  /** The key's own type: ssh-ed25519, ecdsa-sha2-nistp256, ssh-rsa … */
  readonly type: string
  /** The public key blob. */
  readonly blob: Uint8Array
  /** `SHA256:…`, as OpenSSH prints it. */
  readonly fingerprint: string
}

/** The source of the known key, which the server should have shown. */
export const HostKeySourceSchema = z.discriminatedUnion('kind', [
  /** The account, which is pinned to the key. */
  z.object({ kind: z.literal('account') }),
  /** The key with which this connection began. */
  z.object({ kind: z.literal('connection') }),
  /** The key that the person accepted a moment ago. */
  z.object({ kind: z.literal('accepted') }),
  z.object({ kind: z.literal('file'), file: z.string(), line: z.number().int() }),
])
export type HostKeySource = z.infer<typeof HostKeySourceSchema>

/** The verdict on an offered host key. */
export type HostKeyVerdict =
  | { readonly verdict: 'trusted' }
  | { readonly verdict: 'unknown' }
  /**
   * Other keys are known for this host. `source` is that of the first of them; `since` is when Postern wrote that line.
   */
  | {
      readonly verdict: 'changed'
      readonly known: readonly string[]
      readonly source: HostKeySource
      readonly since?: string | undefined
    }
  | { readonly verdict: 'revoked' }

/** A line of a known_hosts file, for people to read. */
export interface KnownHost {
  /** The host pattern as written; a hashed one is `|1|…`. */
  readonly host: string
  readonly keyType: string
  readonly fingerprint: string
  readonly file: string
  readonly line: number
  readonly marker?: 'revoked' | 'cert-authority' | undefined
  /** When the key was first trusted, ISO 8601 in UTC; undefined if Postern did not write the line. */
  readonly since?: string | undefined
  /** Whether the line is in Postern's own file. Postern only reads the person's ~/.ssh/known_hosts. */
  readonly ours: boolean
}

/** A server's host key and identification before any log-in, for the wizard. */
export interface HostKeyOffer {
  readonly hostKey: Omit<HostKey, 'blob'>
  readonly randomart: string
  readonly verdict: HostKeyVerdict
  /** The known_hosts file and line that trusts the key; undefined for an account's own pin. */
  readonly knownFrom?: { readonly file: string; readonly line: number; readonly ours: boolean } | undefined
  /** The server's identification (RFC 4253 section 4.2), such as `OpenSSH_9.2p1`. */
  readonly serverSoftware: string
  /** Whether the server announces that it accepts Ed25519 keys of users. */
  readonly takesEd25519: 'yes' | 'no' | 'unknown'
}
