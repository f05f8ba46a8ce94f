import { call } from '../postern-client.ts'
import { useAct, type Act } from '../state/use-act.ts'
import type { ConnectionAct } from '../../words/next-act.ts'

const requestOf = { connect: 'connect', disconnect: 'disconnect', retry: 'retry' } as const satisfies Record<ConnectionAct, string>

/** Connects, disconnects and tries again. What comes of it is told by events; a failure of the act is that it could not be begun. */
export const useConnectionActs = (accountId: string): Act<[ConnectionAct]> =>
  useAct((act: ConnectionAct) => call(requestOf[act], { accountId }))
