import type { WindowEventName, WindowEvents } from '../contract/events.ts'
import { FailureError } from '../contract/failure.ts'
import type { Outcome, PosternApi } from '../contract/postern-api.ts'
import type { RequestAnswer, RequestInput, RequestName } from '../contract/requests.ts'

declare global {
  interface Window {
    readonly postern: PosternApi
  }
}

/** Sends a request to main. Rejects with FailureError for a failure. */
export const call = async <Name extends RequestName>(name: Name, input: RequestInput<Name>): Promise<RequestAnswer<Name>> => {
  // Each name has its own input in the map, which the compiler cannot follow through an index.
  const ask = window.postern[name] as (input: RequestInput<Name>) => Promise<Outcome<RequestAnswer<Name>>>
  const outcome = await ask(input)
  if (!outcome.ok) throw new FailureError(outcome.failure)
  return outcome.answer
}

/** Calls `listener` for each event of that name from main. The returned function ends the subscription. */
export const subscribe = <Name extends WindowEventName>(
  name: Name,
  listener: (payload: WindowEvents[Name]) => void,
): (() => void) => {
  const subscribe = window.postern[`on${name}`] as (listener: (payload: WindowEvents[Name]) => void) => () => void
  return subscribe(listener)
}
