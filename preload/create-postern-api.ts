import { windowEventNames, type WindowEventName } from '../contract/events.ts'
import type { Outcome, PosternApi } from '../contract/postern-api.ts'
import { requestNames, type RequestName } from '../contract/requests.ts'

/** A shell's connection to main. `request` never rejects. */
export interface Bridge {
  readonly request: (name: RequestName, input: unknown) => Promise<Outcome<unknown>>
  /** Returns a function that ends the subscription. */
  readonly subscribe: (name: WindowEventName, listener: (payload: unknown) => void) => () => void
}

/**
 * `window.postern`: a function for each request and each event that contract/ names, over a shell's bridge.
 *
 * SECURITY: it holds nothing else, above all not the bridge itself, so the window can call only declared names.
 */
export const createPosternApi = ({ request, subscribe }: Bridge): PosternApi => {
  const calls = requestNames.map((name) => [name, (input: unknown = {}) => request(name, input)] as const)
  const subscriptions = windowEventNames.map(
    (name) => [`on${name}`, (listener: (payload: unknown) => void) => subscribe(name, listener)] as const,
  )
  // Each name has its own type and every function the same body, which the compiler cannot follow.
  return Object.freeze(Object.fromEntries<unknown>([...calls, ...subscriptions])) as unknown as PosternApi
}
