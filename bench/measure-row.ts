import type { Competitor } from './competitor.ts'
import type { Lab } from './lab.ts'
import type { Bar, Meter, Row, Sizes } from './row.ts'
import { summarise, type Summary } from './statistics.ts'

export interface RowResult {
  readonly name: string
  readonly what: string
  readonly unit: string
  readonly bar: Bar
  readonly competitors: readonly (Summary & {
    readonly competitor: Competitor
    /** Of the medians, to ssh's. */
    readonly ratio: number
    readonly values: readonly number[]
  })[]
  readonly reached: boolean
}

/** Measures all competitors of a row in turn, round by round, so that a change in the machine's speed affects all of them. */
export const measureRow = async (row: Row, lab: Lab, sizes: Sizes): Promise<RowResult> => {
  const meters = new Map<Competitor, Meter>()
  const values = new Map<Competitor, number[]>(row.competitors.map((competitor) => [competitor, []]))
  try {
    for (const competitor of row.competitors) meters.set(competitor, await row.open(lab, competitor, sizes))
    for (let round = 0; round < Math.min(sizes.rounds, row.mostRounds ?? Infinity); round += 1)
      for (const [competitor, meter] of meters) values.get(competitor)?.push(await meter.measure())
  } finally {
    for (const meter of meters.values()) await meter.close()
  }
  return resultOf(row, values)
}

export const resultOf = (row: Omit<Row, 'open'>, values: ReadonlyMap<Competitor, readonly number[]>): RowResult => {
  const base = summarise(values.get('ssh') ?? []).median
  const results = row.competitors.map((competitor) => {
    const own = values.get(competitor) ?? []
    const summary = summarise(own)
    return { competitor, ...summary, ratio: summary.median / base, values: own }
  })
  const postern = results.find(({ competitor }) => competitor === 'postern')
  const { name, what, unit, bar } = row
  return { name, what, unit, bar, competitors: results, reached: postern !== undefined && reaches(bar, postern) }
}

const reaches = (bar: Bar, { median, ratio }: { readonly median: number; readonly ratio: number }): boolean => {
  const value = bar.of === 'ratio' ? ratio : median
  return 'atLeast' in bar ? value >= bar.atLeast : value <= bar.atMost
}
