/** Adds a change. `make` gets the state with all earlier changes. */
export type Change<State> = (make: (state: State) => Partial<State>) => void

/**
 * Merges changes and writes them together, at most once per animation frame, so that ten thousand changes a second do not cost as many
 * redraws. A hidden window gets no frames, so its changes wait, merged, until it is visible again. Only the changed parts are written, so
 * that a direct write in the meantime, such as typed text, stays.
 */
export const createFrameBatch = <State extends object>({
  read,
  write,
  requestFrame = (run) => requestAnimationFrame(run),
}: {
  readonly read: () => State
  readonly write: (state: State) => void
  readonly requestFrame?: (run: () => void) => unknown
}): Change<State> => {
  let pending: Partial<State> | undefined

  const run = (): void => {
    if (pending !== undefined) write({ ...read(), ...pending })
    pending = undefined
  }

  return (make) => {
    if (pending === undefined) requestFrame(run)
    pending = { ...pending, ...make({ ...read(), ...pending }) }
  }
}
