import type { RowResult } from './measure-row.ts'

const number = (value: number): string =>
  Number.isNaN(value) ? '-' : value.toFixed(Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2)

const barText = ({ bar, unit }: RowResult): string => {
  const what = bar.of === 'ratio' ? '' : ` ${unit}`
  return 'atLeast' in bar ? `>= ${bar.atLeast}${what}` : `<= ${bar.atMost}${what}`
}

/** One block for each row: medians, the lowest and highest of the rounds, the ratio to ssh, and whether Postern reached the bar. */
export const tableOf = (results: readonly RowResult[]): string =>
  results
    .map((result) => {
      const head = `${result.what} (${result.unit}) · bar ${barText(result)}: ${result.reached ? 'ok' : 'SHORT'}`
      const lines = result.competitors.map(({ competitor, median, lowest, highest, ratio }) =>
        [
          `  ${competitor.padEnd(8)}`,
          number(median).padStart(8),
          `${number(lowest)} to ${number(highest)}`.padStart(20),
          `${number(ratio)} x`.padStart(10),
        ].join(''),
      )
      return [head, ...lines].join('\n')
    })
    .join('\n\n')
