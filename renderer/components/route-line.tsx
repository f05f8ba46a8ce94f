import { Fragment } from 'react'
import { useWords } from '../state/words.tsx'
import './route-line.css'

/**
 * How a leg of the way is: inside the tunnel or inside one machine (`protected`), readable on its way (`open`), broken where it fails
 * (`failed`), or not seen yet (`unknown`).
 */
export type LegState = 'protected' | 'open' | 'failed' | 'unknown'

export interface Station {
  readonly name: string
  /** What it is called in detail: a host name, an address. */
  readonly detail?: string
}

export interface WayOfMail {
  readonly stations: readonly Station[]
  /** One fewer than the stations: the leg after each but the last. */
  readonly legs: readonly LegState[]
}

/** The sign of a leg, as wide as what it stands in. It says nothing to a screen reader: a word stands beside it. */
export const LegLine = ({ state }: { readonly state: LegState }) => (
  <svg className={`way-leg way-${state}`} viewBox="0 0 48 12" preserveAspectRatio="none" aria-hidden="true">
    {state === 'protected' && <path d="M0 3.5H48M0 8.5H48" vectorEffect="non-scaling-stroke" />}
    {state === 'open' && <path d="M0 6H48" strokeDasharray="6 5" vectorEffect="non-scaling-stroke" />}
    {state === 'unknown' && <path d="M0 6H48" strokeDasharray="1.5 4" vectorEffect="non-scaling-stroke" />}
    {state === 'failed' && <path d="M0 6H18M30 6H48M19 1l4 10M25 1l4 10" vectorEffect="non-scaling-stroke" />}
  </svg>
)

/** A host name breaks behind its dots, and not in the middle of a word. */
const partsOf = (name: string): readonly string[] => name.split(/(?<=[.@])/)

/** The way of the mail, drawn as a line: a protected leg is double, an open one dashed, a failing one broken. Read out as a sentence. */
export const RouteLine = ({ way, size = 'full' }: { readonly way: WayOfMail; readonly size?: 'full' | 'small' }) => {
  const { t } = useWords()
  const spoken = way.legs
    .map((leg, index) => t(`way.spoken.${leg}`, { from: way.stations[index]?.name ?? '', to: way.stations[index + 1]?.name ?? '' }))
    .join(' ')
  return (
    <div className={`way way-${size}`} role="img" aria-label={spoken}>
      {way.stations.map((station, index) => {
        const leg = way.legs[index]
        return (
          <span key={index} className="way-station">
            <span className="way-name">{station.name}</span>
            {leg !== undefined && <LegLine state={leg} />}
            {station.detail !== undefined && (
              <span className="way-detail">
                {partsOf(station.detail).map((part, at) => (
                  <Fragment key={at}>
                    {part}
                    <wbr />
                  </Fragment>
                ))}
              </span>
            )}
          </span>
        )
      })}
    </div>
  )
}
