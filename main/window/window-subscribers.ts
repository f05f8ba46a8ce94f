import type { EmitToWindow } from '../requests/request-handlers.ts'
import type { WindowListener, WindowService } from './window-service.ts'

/**
 * The windows that listen. A window that is about to go away may fail to be told; `onFault` is told of it, and neither the other windows
 * nor the tunnel whose event it was are any the worse.
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
      // An entry of its own, so that one function may listen twice.
      const entry = { call: listener }
      listeners.add(entry)
      return () => {
        listeners.delete(entry)
      }
    },
  }
}
