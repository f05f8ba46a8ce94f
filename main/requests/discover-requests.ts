import type { Discover } from '../discover/create-discover.ts'
import type { RequestHandlers } from './request-handlers.ts'

/** The request for the SSH tunnels for mail that were set up by hand on this computer. */
export const discoverRequests = (discover: Discover): Pick<RequestHandlers, 'discover'> => ({ discover: () => discover() })
