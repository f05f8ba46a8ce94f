import uPlot from 'uplot'
import type { TrafficHistory } from '../../contract/traffic.ts'
import type { Language } from '../../words/language.ts'
import { formatBytes } from '../../words/units.ts'
import { labelledPeriods, periodLabel, type HistorySpan } from './history-span.ts'

export const chartHeight = 240

/** uPlot draws on a canvas, which knows no CSS, so the colours are read from the tokens of the theme. */
const colour = (token: string): string => getComputedStyle(document.documentElement).getPropertyValue(token).trim()

export interface ChartInput {
  readonly history: TrafficHistory
  readonly span: HistorySpan
  readonly language: Language
  readonly width: number
  /** Called with the index of the bar under the pointer. */
  readonly onPoint: (index: number | undefined) => void
}

/** Bars of bytes in are above the line and bars of bytes out below it, so that they differ without colours. */
export const chartData = ({ periods }: TrafficHistory): uPlot.AlignedData => [
  periods.map((_, index) => index),
  periods.map(({ bytesIn }) => bytesIn),
  periods.map(({ bytesOut }) => -bytesOut),
]

export const chartOptions = ({ history, span, language, width, onPoint }: ChartInput): uPlot.Options => {
  const { periods } = history
  const axis = { stroke: colour('--quiet'), font: `13px ${colour('--font')}`, grid: { stroke: colour('--line'), width: 1 } }
  const bars = uPlot.paths.bars?.({ size: [0.8, 32] })
  const series = (token: string): uPlot.Series => ({
    fill: colour(token),
    width: 0,
    points: { show: false },
    ...(bars === undefined ? {} : { paths: bars }),
  })
  return {
    width,
    height: chartHeight,
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: { x: { time: false, range: () => [-0.5, periods.length - 0.5] } },
    series: [{}, series('--accent'), series('--quiet')],
    axes: [
      {
        ...axis,
        grid: { show: false },
        ticks: { stroke: colour('--line'), width: 1 },
        splits: () => [...labelledPeriods(history, span)],
        values: (_chart, places) => places.map((place) => periodLabel(periods[place]?.start ?? '', span, language)),
      },
      {
        ...axis,
        size: 68,
        ticks: { show: false },
        values: (_chart, splits) => splits.map((bytes) => formatBytes(Math.abs(bytes), language)),
      },
    ],
    hooks: { setCursor: [({ cursor: { idx } }) => onPoint(idx ?? undefined)] },
  }
}
