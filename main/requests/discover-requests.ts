import type { Discover } from '../discover/create-discover.ts'
import type { RequestHandlers } from './request-handlers.ts'

/** What mail by SSH that was set up by hand left on this computer. */
export const discoverRequests = (discover: Discover): Pick<RequestHandlers, 'discover'> => ({ discover: () => discover() })
