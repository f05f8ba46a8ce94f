import type { WindowEventName, WindowEvents } from '../../contract/events.ts'
import type { Place } from '../../contract/place.ts'
import type { Outcome } from '../../contract/postern-api.ts'

/** Hears every event of the window, each with the payload of its name. */
export type WindowListener = <Name extends WindowEventName>(name: Name, payload: WindowEvents[Name]) => void

/** What a shell with a window stands on. The shell carries requests and events as they are, and knows none of them by name. */
export interface WindowService {
  /**
   * Answers a request as it came over the bridge: `name` and `input` are whatever the window sent. Never rejects: what is not a request,
   * or does not fit its schema, is answered with the failure `input-invalid`, and a fault of Postern with `program-fault`.
   */
  readonly answer: (name: unknown, input: unknown) => Promise<Outcome<unknown>>
  /** Gives the way to end the subscription. Several windows may listen. */
  readonly subscribe: (listener: WindowListener) => () => void
  /** For the shell: leads the window there. A window that is not listening yet is told nothing. */
  readonly showPlace: (place: Place) => void
  /** For the shell: the machine woke up, or its network changed. See `TunnelService.networkChanged`. */
  readonly networkChanged: () => void
  /** Ends every tunnel and writes what is still to be written. */
  readonly close: () => Promise<void>
}
