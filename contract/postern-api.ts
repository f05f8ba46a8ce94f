import type { WindowEventName, WindowEvents } from './events.ts'
import type { Failure } from './failure.ts'
import type { RequestAnswer, RequestInput, RequestName } from './requests.ts'

/** The answer to a request. A failure is a value here, because an error that is thrown across the bridge keeps only its message. */
export type Outcome<Answer> = { readonly ok: true; readonly answer: Answer } | { readonly ok: false; readonly failure: Failure }

// A request without a required field may be called without an input.
type InputOf<Name extends RequestName> =
  Record<string, never> extends RequestInput<Name> ? [input?: RequestInput<Name>] : [input: RequestInput<Name>]

type Calls = { readonly [Name in RequestName]: (...input: InputOf<Name>) => Promise<Outcome<RequestAnswer<Name>>> }

/** `onTunnelsChanged(listener)` and so on; the returned function ends the subscription. */
type Subscriptions = {
  readonly [Name in WindowEventName as `on${Name}`]: (listener: (payload: WindowEvents[Name]) => void) => () => void
}

/** The type of `window.postern`: the calls of requests.ts, the events of events.ts, and nothing else. */
export type PosternApi = Calls & Subscriptions
