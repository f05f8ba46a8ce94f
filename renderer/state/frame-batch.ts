/** Takes a change of the state, made from the state as it will be. */
export type Change<State> = (make: (state: State) => Partial<State>) => void

/**
 * Folds changes into one another and writes them together, at most once per animation frame: ten thousand a second cost one redraw. A
 * hidden window gets no frames, so there they wait as one, however many they are, until it is seen again. What the window itself writes
 * in the meantime, such as what is being typed, stays: only the parts that were changed are written.
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
