import { FailureError } from '../../contract/failure.ts'
import type { LogInItem } from '../../contract/log-in-item.ts'
import type { RequestHandlers } from './request-handlers.ts'

/** A shell's setting that starts Postern when the person logs in to this computer. */
export interface LogInItemPort {
  readonly get: () => LogInItem
  /** Changes the setting and returns the new state. Throws FailureError `file-not-writable`. */
  readonly set: (isOn: boolean) => LogInItem
}

/** Requests about starting at log-in. `port` is undefined for a shell that has no program of its own to start. */
export const logInItemRequests = (port: LogInItemPort | undefined): Pick<RequestHandlers, 'getLogInItem' | 'setLogInItem'> => ({
  getLogInItem: () => port?.get() ?? { state: 'unavailable' },
  setLogInItem: ({ isOn }) => {
    if (port === undefined)
      throw new FailureError({ code: 'input-invalid', field: 'isOn', value: String(isOn), reason: 'log-in-item-unavailable' })
    return port.set(isOn)
  },
})
