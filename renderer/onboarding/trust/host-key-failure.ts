import type { Failure } from '../../../contract/failure.ts'
import type { HostKeyOffer } from '../../../contract/host-key.ts'

/** The failure with which a connection would refuse the server's key; undefined where the key can be trusted. */
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
