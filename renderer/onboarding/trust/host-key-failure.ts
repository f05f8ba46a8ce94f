import type { Failure } from '../../../contract/failure.ts'
import type { HostKeyOffer } from '../../../contract/host-key.ts'

/** Why there is no way on with the key that the server shows, as a connection would be refused; undefined where there is one. */
export const hostKeyFailure = ({ hostKey, verdict }: Pick<HostKeyOffer, 'hostKey' | 'verdict'>): Failure | undefined => {
  const { host, port, type: keyType, fingerprint } = hostKey
  switch (verdict.verdict) {
    case 'trusted':
    case 'unknown':
      return undefined
    case 'changed': {
      const { source, since } = verdict
      const known = [...verdict.known]
      return {
        code: 'host-key-changed',
        host,
        port,
        keyType,
        fingerprint,
        known,
        source,
        since,
      }
    }
    case 'revoked':
      return { code: 'host-key-revoked', host, port, keyType, fingerprint }
  }
}
