import type { WindowEventName, WindowEvents } from '../../contract/events.ts'
import type { Place } from '../../contract/place.ts'
import type { Outcome } from '../../contract/postern-api.ts'

/** Receives every event for the window, each with the payload of its name. */
export type WindowListener = <Name extends WindowEventName>(name: Name, payload: WindowEvents[Name]) => void

/** The service behind a shell with a window. The shell passes requests and events on, and knows no request or event by its name. */
export interface WindowService {
  /**
   * Answers a request from the bridge. `name` and `input` are unchecked. Never rejects: an unknown request, or an input that does not fit
   * its schema, results in the failure `input-invalid`, and a fault of Postern in `program-fault`.
   */
  readonly answer: (name: unknown, input: unknown) => Promise<Outcome<unknown>>
  /** Returns a function that ends the subscription. Several windows may listen. */
  readonly subscribe: (listener: WindowListener) => () => void
  /** For the shell: asks the window to show a place. A window that does not listen yet receives nothing. */
  readonly showPlace: (place: Place) => void
  /** For the shell: the machine woke up, or its network changed. See `TunnelService.networkChanged`. */
  readonly networkChanged: () => void
  /** Ends every tunnel and writes the pending data to the disk. */
  readonly close: () => Promise<void>
}
