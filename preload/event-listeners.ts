import type { WindowEventName } from '../contract/events.ts'
import type { Bridge } from './create-postern-api.ts'

/** Who listens to which event. */
export interface EventListeners {
  readonly subscribe: Bridge['subscribe']
  /** `name` is as main sent it; one that nobody listens to is passed over. */
  readonly tell: (name: unknown, payload: unknown) => void
}

export const createEventListeners = (): EventListeners => {
  // One object for each subscription: a function that listens twice is told twice, and each ends by itself.
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
          // A listener that fails must not keep the event from the others.
          reportError(error)
        }
      }
    },
  }
}
