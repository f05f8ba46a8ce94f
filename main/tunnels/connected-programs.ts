import type { ForwardEvent } from '../ssh/forward/listener.ts'

type Opened = Extract<ForwardEvent, { type: 'opened' }>
type Ends = NonNullable<Opened['ends']>

/** The programs at the other end of the open connections of one forward. */
export interface ConnectedPrograms {
  /** Looks up the program of a connection, without delaying the connection. */
  readonly opened: (event: Opened) => void
  readonly closed: (connection: number) => void
  /** Returns each name once, in the order of the connections. */
  readonly names: () => readonly string[]
}

/** `programOf` resolves to the name of the program, where the OS knows it. `onChange` is called when the names have changed. */
export const createConnectedPrograms = (
  programOf: (ends: Ends) => Promise<string | undefined>,
  onChange: (names: readonly string[]) => void,
): ConnectedPrograms => {
  /** By connection; undefined until the name is known. A Map keeps the order of the connections. */
  const programs = new Map<number, string | undefined>()
  let reported: readonly string[] = []

  const names = (): readonly string[] => [...new Set([...programs.values()].filter((name) => name !== undefined))]
  const report = (): void => {
    const now = names()
    if (now.length === reported.length && now.every((name, index) => name === reported[index])) return
    reported = now
    onChange(now)
  }

  return {
    opened: ({ connection, ends }) => {
      if (ends === undefined) return
      programs.set(connection, undefined)
      void programOf(ends).then((name) => {
        // The connection may have closed during the look-up.
        if (!programs.has(connection)) return
        programs.set(connection, name)
        report()
      })
    },
    closed: (connection) => {
      programs.delete(connection)
      report()
    },
    names,
  }
}
