import type { WindowEventName } from '../contract/events.ts'
import type { Bridge } from './create-postern-api.ts'

/** The listeners of each event. */
export interface EventListeners {
  readonly subscribe: Bridge['subscribe']
  /** Calls the listeners of the event. `name` comes from main as it is; an event without a listener is ignored. */
  readonly tell: (name: unknown, payload: unknown) => void
}

export const createEventListeners = (): EventListeners => {
  // One object for each subscription: a function that subscribes twice is called twice, and each subscription ends by itself.
  const subscriptions = new Set<{ readonly name: WindowEventName; readonly listener: (payload: unknown) => void }>()
  return {
    subscribe: (name, listener) => {
      const subscription = { name, listener }
      subscriptions.add(subscription)
      return () => void subscriptions.delete(subscription)
    },
    tell: (name, payload) => {
      for (const subscription of [...subscriptions]) {
        if (subscription.name !== name) continue
        try {
          subscription.listener(payload)
        } catch (error) {
          // A listener that throws must not keep the event from the others.
          reportError(error)
        }
      }
    },
  }
}
