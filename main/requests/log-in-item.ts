import { FailureError } from '../../contract/failure.ts'
import type { LogInItem } from '../../contract/log-in-item.ts'
import type { RequestHandlers } from './request-handlers.ts'

/** A shell's way to have Postern started when the person logs in to this computer. */
export interface LogInItemPort {
  readonly get: () => LogInItem
  /** Gives what stands then. Throws FailureError `file-not-writable`. */
  readonly set: (isOn: boolean) => LogInItem
}

/** A shell that has no program of its own to start gives none. */
export const logInItemRequests = (port: LogInItemPort | undefined): Pick<RequestHandlers, 'getLogInItem' | 'setLogInItem'> => ({
  getLogInItem: () => port?.get() ?? { state: 'unavailable' },
  setLogInItem: ({ isOn }) => {
    if (port === undefined)
      throw new FailureError({ code: 'input-invalid', field: 'isOn', value: String(isOn), reason: 'log-in-item-unavailable' })
    return port.set(isOn)
  },
})
