import type { ImportedForward } from '../../../contract/imported-account.ts'
import { newForwardId, type LocalForward } from '../../../contract/local-forward.ts'

/**
 * The forwards of an import, each with a local port: the one in the text, which mail apps use already, unless it is in `used`; otherwise
 * one from `propose`, which gets the ports so far.
 */
export const withLocalPorts = async (
  forwards: readonly ImportedForward[],
  used: readonly number[],
  propose: (destinationPort: number, taken: readonly number[]) => Promise<number>,
): Promise<readonly LocalForward[]> => {
  const kept = new Map<number, ImportedForward>()
  for (const forward of forwards)
    if (forward.bindPort !== undefined && !used.includes(forward.bindPort) && !kept.has(forward.bindPort))
      kept.set(forward.bindPort, forward)
  const taken = [...kept.keys()]
  const ids = new Set<string>()
  const complete: LocalForward[] = []
  for (const forward of forwards) {
    const own = forward.bindPort !== undefined && kept.get(forward.bindPort) === forward ? forward.bindPort : undefined
    const bindPort = own ?? (await propose(forward.destinationPort, taken))
    if (own === undefined) taken.push(bindPort)
    const id = newForwardId(forward, ids)
    ids.add(id)
    complete.push({ ...forward, id, bindPort, enabled: true, mailTls: 'none' })
  }
  return complete
}
