import type { WindowEventName, WindowEvents } from '../../contract/events.ts'
import type { ParsedInput, RequestAnswer, RequestName } from '../../contract/requests.ts'

/** Answers one request, whose input fits its schema. Throws FailureError, or rejects with it. */
export type RequestHandler<Name extends RequestName> = (
  input: ParsedInput<Name>,
) => RequestAnswer<Name> | Promise<RequestAnswer<Name>>

/** A handler for every request of the contract. A missing handler does not compile. */
export type RequestHandlers = { readonly [Name in RequestName]: RequestHandler<Name> }

/** Emits an event to every window that listens. */
export type EmitToWindow = <Name extends WindowEventName>(name: Name, payload: WindowEvents[Name]) => void
