import type { ForwardEvent } from '../ssh/forward/listener.ts'

type Opened = Extract<ForwardEvent, { type: 'opened' }>
type Ends = NonNullable<Opened['ends']>

/** The programs at the other end of the open connections of one forward. */
export interface ConnectedPrograms {
  /** Asks for the program of a connection, which does not wait for it. */
  readonly opened: (event: Opened) => void
  readonly closed: (connection: number) => void
  /** Each once, in the order in which they came. */
  readonly names: () => readonly string[]
}

/** `programOf` gives the name of the program where the OS tells; `onChange` is called when `names` says something new. */
export const createConnectedPrograms = (
  programOf: (ends: Ends) => Promise<string | undefined>,
  onChange: (names: readonly string[]) => void,
): ConnectedPrograms => {
  /** By connection; undefined until the name is known. A Map keeps the order of the connections. */
  const programs = new Map<number, string | undefined>()
  let told: readonly string[] = []

  const names = (): readonly string[] => [...new Set([...programs.values()].filter((name) => name !== undefined))]
  const tell = (): void => {
    const now = names()
    if (now.length === told.length && now.every((name, index) => name === told[index])) return
    told = now
    onChange(now)
  }

  return {
    opened: ({ connection, ends }) => {
      if (ends === undefined) return
      programs.set(connection, undefined)
      void programOf(ends).then((name) => {
        // It may have been closed while the OS was asked.
        if (!programs.has(connection)) return
        programs.set(connection, name)
        tell()
      })
    },
    closed: (connection) => {
      programs.delete(connection)
      tell()
    },
    names,
  }
}
