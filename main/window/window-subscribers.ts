import type { EmitToWindow } from '../requests/request-handlers.ts'
import type { WindowListener, WindowService } from './window-service.ts'

/**
 * Creates the list of listening windows. A listener of a closing window may throw. Its error goes to `onFault`, and affects neither the other
 * windows nor the tunnel that emitted the event.
 */
export const createWindowSubscribers = (
  onFault: (error: unknown) => void,
): { readonly emit: EmitToWindow; readonly subscribe: WindowService['subscribe'] } => {
  const listeners = new Set<{ readonly call: WindowListener }>()
  return {
    emit: (name, payload) => {
      for (const { call } of [...listeners]) {
        try {
          call(name, payload)
        } catch (error) {
          onFault(error)
        }
      }
    },
    subscribe: (listener) => {
      // A separate entry for each subscription, so that one function may subscribe twice.
      const entry = { call: listener }
      listeners.add(entry)
      return () => {
        listeners.delete(entry)
      }
    },
  }
}
