import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { TrafficHistory } from '../../contract/traffic.ts'
import { formatBytes } from '../../words/units.ts'
import { useWords } from '../state/words.tsx'
import { chartData, chartHeight, chartOptions } from './chart-options.ts'
import './history-chart.css'
import { periodName, type HistorySpan } from './history-span.ts'

const followTheme = (changed: () => void): (() => void) => {
  const observer = new MutationObserver(changed)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}
const themeNow = (): string | undefined => document.documentElement.dataset['theme']

/** The history as bars, with the period under the pointer in words below. Screen readers read the table instead. */
export const HistoryChart = ({ history, span }: { readonly history: TrafficHistory; readonly span: HistorySpan }) => {
  const { t, language } = useWords()
  const place = useRef<HTMLDivElement>(null)
  const theme = useSyncExternalStore(followTheme, themeNow)
  const [pointed, setPointed] = useState<number>()

  useEffect(() => {
    const element = place.current
    if (element === null) return
    const width = element.clientWidth
    const chart = new uPlot(chartOptions({ history, span, language, width, onPoint: setPointed }), chartData(history), element)
    const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: chartHeight }))
    observer.observe(element)
    return () => {
      observer.disconnect()
      chart.destroy()
    }
    // `theme` is a dependency because the options read its colours from the page.
  }, [history, span, language, theme])

  const period = pointed === undefined ? undefined : history.periods[pointed]
  return (
    <figure className="history-chart">
      <div ref={place} className="history-chart-place" aria-hidden="true" />
      <figcaption className="history-chart-caption quiet">
        <span className="history-chart-key history-chart-in">{t('traffic.history.inAbove')}</span>
        <span className="history-chart-key history-chart-out">{t('traffic.history.outBelow')}</span>
        <span className="history-chart-pointed" aria-hidden="true">
          {period !== undefined &&
            t('traffic.history.pointed', {
              period: periodName(period.start, history.by, language),
              in: formatBytes(period.bytesIn, language),
              out: formatBytes(period.bytesOut, language),
            })}
        </span>
      </figcaption>
    </figure>
  )
}
