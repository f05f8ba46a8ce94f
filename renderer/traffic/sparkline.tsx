import type { Bytes } from '../../contract/traffic.ts'
import { formatBytes, formatRate } from '../../words/units.ts'
import { useWords } from '../state/words.tsx'
import { sparkShape, sparkTotals } from './spark-shape.ts'
import './sparkline.css'

const size = { width: 120, height: 32 }

/** The last 60 s of a forward, with bytes in above the line and bytes out below it. A screen reader reads its sums and peaks. */
export const Sparkline = ({ seconds }: { readonly seconds: readonly Bytes[] }) => {
  const { t, language } = useWords()
  const { pathIn, pathOut, base } = sparkShape(seconds, size)
  const { bytesIn, bytesOut, peakIn, peakOut } = sparkTotals(seconds)
  const spoken =
    bytesIn + bytesOut === 0
      ? t('traffic.sparkQuiet')
      : t('traffic.spark', {
          in: formatBytes(bytesIn, language),
          out: formatBytes(bytesOut, language),
          peakIn: formatRate(peakIn, language),
          peakOut: formatRate(peakOut, language),
        })
  return (
    <figure className="sparkline">
      <svg
        className="sparkline-picture"
        viewBox={`0 0 ${size.width} ${size.height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={spoken}
      >
        <path className="sparkline-base" d={`M0 ${base}H${size.width}`} vectorEffect="non-scaling-stroke" />
        <path className="sparkline-in" d={pathIn} />
        <path className="sparkline-out" d={pathOut} />
      </svg>
      <figcaption className="quiet" aria-hidden="true">
        {t('traffic.lastMinute')}
      </figcaption>
    </figure>
  )
}
