import type { Competitor } from './competitor.ts'
import type { Lab } from './lab.ts'

/** The size of each load: `full` for figures, `tiny` to check that a row works. */
export interface Sizes {
  readonly rounds: number
  /** Loads before the first round that are not counted. */
  readonly warmUpLoads: number
  readonly durationMs: number
  readonly slowLinkMs: number
  readonly pings: number
  readonly connections: number
  readonly held: number
}

export const fullSizes: Sizes = {
  rounds: 7,
  warmUpLoads: 8,
  durationMs: 500,
  slowLinkMs: 4000,
  pings: 2000,
  connections: 500,
  held: 400,
}

export const tinySizes: Sizes = { rounds: 1, warmUpLoads: 1, durationMs: 50, slowLinkMs: 300, pings: 20, connections: 32, held: 16 }

/** One competitor, ready to be measured again and again. */
export interface Meter {
  readonly measure: () => Promise<number>
  readonly close: () => Promise<void>
}

/** The bar of a row: for Postern's median as a ratio to ssh's, or for the median by itself. */
export type Bar =
  | { readonly of: 'ratio'; readonly atLeast: number }
  | { readonly of: 'ratio'; readonly atMost: number }
  | { readonly of: 'value'; readonly atMost: number }

/** One figure, measured for each competitor. */
export interface Row {
  readonly name: string
  readonly what: string
  readonly unit: string
  readonly bar: Bar
  readonly competitors: readonly Competitor[]
  /** The most rounds for a row that takes long. */
  readonly mostRounds?: number
  readonly open: (lab: Lab, competitor: Competitor, sizes: Sizes) => Promise<Meter>
}
