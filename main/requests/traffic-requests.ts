import type { TrafficService } from '../traffic/traffic-service.ts'
import type { RequestHandlers } from './request-handlers.ts'

export const trafficRequests = (
  traffic: Pick<TrafficService, 'list' | 'history'>,
): Pick<RequestHandlers, 'listTraffic' | 'getTrafficHistory'> => ({
  listTraffic: () => traffic.list(),
  getTrafficHistory: (options) => traffic.history(options),
})
