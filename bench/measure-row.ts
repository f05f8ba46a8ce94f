import type { Competitor } from './competitor.ts'
import type { Lab } from './lab.ts'
import type { Bar, Meter, Row, Sizes } from './row.ts'
import { summarise, type Summary } from './statistics.ts'

export interface RowResult {
  readonly name: string
  readonly what: string
  readonly unit: string
  readonly bar: Bar
  readonly contenders: readonly (Summary & {
    readonly contender: Competitor
    /** Of the medians, to ssh's. */
    readonly ratio: number
    readonly values: readonly number[]
  })[]
  readonly reached: boolean
}

/** Measures all contenders of a row in turn, round by round, so that a change of the machine's mood meets all of them. */
export const measureRow = async (row: Row, lab: Lab, sizes: Sizes): Promise<RowResult> => {
  const meters = new Map<Competitor, Meter>()
  const values = new Map<Competitor, number[]>(row.contenders.map((contender) => [contender, []]))
  try {
    for (const contender of row.contenders) meters.set(contender, await row.open(lab, contender, sizes))
    for (let round = 0; round < Math.min(sizes.rounds, row.mostRounds ?? Infinity); round += 1)
      for (const [contender, meter] of meters) values.get(contender)?.push(await meter.measure())
  } finally {
    for (const meter of meters.values()) await meter.close()
  }
  return resultOf(row, values)
}

export const resultOf = (row: Omit<Row, 'open'>, values: ReadonlyMap<Competitor, readonly number[]>): RowResult => {
  const base = summarise(values.get('ssh') ?? []).median
  const results = row.contenders.map((contender) => {
    const own = values.get(contender) ?? []
    const summary = summarise(own)
    return { contender, ...summary, ratio: summary.median / base, values: own }
  })
  const postern = results.find(({ contender }) => contender === 'postern')
  const { name, what, unit, bar } = row
  return { name, what, unit, bar, contenders: results, reached: postern !== undefined && reaches(bar, postern) }
}

const reaches = (bar: Bar, { median, ratio }: { readonly median: number; readonly ratio: number }): boolean => {
  const value = bar.of === 'ratio' ? ratio : median
  return 'atLeast' in bar ? value >= bar.atLeast : value <= bar.atMost
}
