import type { TrafficHistory } from '../../contract/traffic.ts'
import { useWords } from '../state/words.tsx'
import { ByteCount } from './byte-count.tsx'
import { periodName } from './history-span.ts'
import './history-table.css'

/** The history as numbers, the newest first, without hours and days without traffic. */
export const HistoryTable = ({ history: { by, periods } }: { readonly history: TrafficHistory }) => {
  const { t, language } = useWords()
  const used = periods.filter(({ bytesIn, bytesOut }) => bytesIn + bytesOut > 0).toReversed()
  return (
    <details className="history-table">
      <summary>{t('traffic.history.asTable')}</summary>
      <table>
        <caption className="quiet">{t(`traffic.history.caption.${by}`)}</caption>
        <thead>
          <tr>
            <th scope="col">{t(`traffic.history.column.${by}`)}</th>
            <th scope="col">{t('traffic.in')}</th>
            <th scope="col">{t('traffic.out')}</th>
          </tr>
        </thead>
        <tbody>
          {used.map(({ start, bytesIn, bytesOut }) => (
            <tr key={start}>
              <th scope="row">
                <time dateTime={start}>{periodName(start, by, language)}</time>
              </th>
              <td>
                <ByteCount bytes={bytesIn} />
              </td>
              <td>
                <ByteCount bytes={bytesOut} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
