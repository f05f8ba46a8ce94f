import type { TrafficHistory, TrafficPeriod } from '../../contract/traffic.ts'
import { localeTags, type Language } from '../../words/language.ts'

/** The spans of the history, each with the period of one bar. */
export const historySpans = {
  day: { by: 'hour', days: 1 },
  week: { by: 'hour', days: 7 },
  month: { by: 'day', days: 30 },
  quarter: { by: 'day', days: 90 },
} as const satisfies Record<string, { readonly by: TrafficPeriod; readonly days: number }>
export type HistorySpan = keyof typeof historySpans

export const historySpanNames = Object.keys(historySpans) as readonly HistorySpan[]

const beginsLabel: Readonly<Record<HistorySpan, (start: Date) => boolean>> = {
  day: (start) => start.getHours() % 6 === 0,
  week: (start) => start.getHours() === 0,
  month: (start) => start.getDay() === 1,
  quarter: (start) => start.getDate() === 1,
}

/** The indexes of the bars with a label: round hours, midnights, Mondays or firsts of a month, in local time. */
export const labelledPeriods = ({ periods }: Pick<TrafficHistory, 'periods'>, span: HistorySpan): readonly number[] =>
  periods.flatMap(({ start }, index) => (beginsLabel[span](new Date(start)) ? [index] : []))

const labelFormats: Readonly<Record<HistorySpan, Intl.DateTimeFormatOptions>> = {
  day: { hour: '2-digit', minute: '2-digit' },
  week: { weekday: 'short' },
  month: { day: 'numeric', month: 'short' },
  quarter: { day: 'numeric', month: 'short' },
}

/** A period in short, below its bar. */
export const periodLabel = (start: string, span: HistorySpan, language: Language): string =>
  new Intl.DateTimeFormat(localeTags[language], labelFormats[span]).format(new Date(start))

/** A period in full: its day, and for an hour its start. */
export const periodName = (start: string, by: TrafficPeriod, language: Language): string =>
  new Intl.DateTimeFormat(localeTags[language], {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(by === 'hour' ? { hour: '2-digit', minute: '2-digit' } : {}),
  }).format(new Date(start))
