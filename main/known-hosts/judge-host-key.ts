import type { HostKey, HostKeyVerdict } from '../../contract/host-key.ts'
import { fingerprintOf } from '../ssh/transport/host-key.ts'
import { lookupName, meansHost } from './host-pattern.ts'
import type { HostJudge } from './host-trust.ts'
import type { KnownHostLine } from './known-hosts-file.ts'

/** A line and the file that contains it. */
export interface KnownHostRecord extends KnownHostLine {
  readonly file: string
}

export interface RecordJudge extends Omit<HostJudge, 'trustedBy'> {
  readonly trustedBy: (key: HostKey) => KnownHostRecord | undefined
}

const holds = ({ blob }: KnownHostLine, key: Uint8Array): boolean => Buffer.compare(blob, key) === 0

/**
 * Judges the keys of one server from `records`, by the rules of OpenSSH (check_host_key of sshconnect.c, check_key_in_hostkeys of hostfile.c):
 *
 * - A key of a `@revoked` line for this host is revoked, wherever else it is trusted.
 * - A key of a plain line for this host is trusted. Where plain lines have other keys alone, it has changed, also where its type is another:
 *   a man in the middle could otherwise choose an unknown type, so that the person is asked instead of the key refused.
 * - On a port other than 22 the plain lines for `[host]:port` count. Where there is no such line, a key of a line for the bare host is trusted
 *   too, and any other key is unknown. A `@revoked` line for the bare host always counts.
 * - `@cert-authority` lines are skipped, because a certificate authority's key is not the host's.
 *
 * With `pin` only the key with that fingerprint is trusted, and not where it is revoked.
 */
export const judgeFrom = (
  records: readonly KnownHostRecord[],
  server: { readonly host: string; readonly port: number; readonly pin?: string | undefined },
): RecordJudge => {
  const named = (name: string): readonly KnownHostRecord[] => records.filter(({ hosts }) => meansHost(hosts, name))
  const exact = named(lookupName(server))
  const bare = server.port === 22 ? [] : named(lookupName({ host: server.host, port: 22 }))
  const isPlain = ({ marker }: KnownHostLine): boolean => marker === undefined
  const revoked = [...exact, ...bare].filter(({ marker }) => marker === 'revoked')
  const known = exact.filter(isPlain)
  const trusted = known.length > 0 ? known : bare.filter(isPlain)
  const { pin } = server

  const judge = ({ blob }: HostKey): HostKeyVerdict => {
    const isIt = (record: KnownHostLine): boolean => holds(record, blob)
    if (revoked.some(isIt)) return { verdict: 'revoked' }
    // SECURITY: the fingerprint is computed from the key itself, not copied from `HostKey.fingerprint`.
    if (pin !== undefined)
      return fingerprintOf(blob) === pin
        ? { verdict: 'trusted' }
        : { verdict: 'changed', known: [pin], source: { kind: 'account' } }
    if (trusted.some(isIt)) return { verdict: 'trusted' }
    const [first] = known
    if (first === undefined) return { verdict: 'unknown' }
    const { file, line, since } = first
    return {
      verdict: 'changed',
      known: known.map((record) => fingerprintOf(record.blob)),
      source: { kind: 'file', file, line },
      since,
    }
  }

  const offered = pin === undefined ? trusted : trusted.filter(({ blob }) => fingerprintOf(blob) === pin)
  const trustedBy: RecordJudge['trustedBy'] = (key) => {
    if (pin !== undefined || judge(key).verdict !== 'trusted') return undefined
    return trusted.find((record) => holds(record, key.blob))
  }
  return { judge, trustedBy, knownKeyTypes: [...new Set(offered.map(({ keyType }) => keyType))] }
}
