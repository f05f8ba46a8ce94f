import { Fragment } from 'react'
import { useWords } from '../state/words.tsx'
import './route-line.css'

/**
 * The state of a hop: inside the tunnel or inside one machine (`protected`), readable by others (`open`), broken where it fails
 * (`failed`), or not seen yet (`unknown`).
 */
export type HopState = 'protected' | 'open' | 'failed' | 'unknown'

export interface Station {
  readonly name: string
  /** Its name in detail: a host name, an address. */
  readonly detail?: string | undefined
}

export interface MailRoute {
  readonly stations: readonly Station[]
  /** One fewer than the stations: the hop after each station but the last. */
  readonly hops: readonly HopState[]
}

/** The sign of a hop, as wide as its parent. It is hidden from screen readers, since a word stands beside it. */
export const HopLine = ({ state }: { readonly state: HopState }) => (
  <svg className={`route-hop route-${state}`} viewBox="0 0 48 12" preserveAspectRatio="none" aria-hidden="true">
    {state === 'protected' && <path d="M0 3.5H48M0 8.5H48" vectorEffect="non-scaling-stroke" />}
    {state === 'open' && <path d="M0 6H48" strokeDasharray="6 5" vectorEffect="non-scaling-stroke" />}
    {state === 'unknown' && <path d="M0 6H48" strokeDasharray="1.5 4" vectorEffect="non-scaling-stroke" />}
    {state === 'failed' && <path d="M0 6H18M30 6H48M19 1l4 10M25 1l4 10" vectorEffect="non-scaling-stroke" />}
  </svg>
)

/** Splits a host name after each dot and `@`, where a line may break. */
const partsOf = (name: string): readonly string[] => name.split(/(?<=[.@])/)

/** The route of the mail, drawn as a line: a protected hop is double, an open one dashed, a failing one broken. Read out as a sentence. */
export const RouteLine = ({ route, size = 'full' }: { readonly route: MailRoute; readonly size?: 'full' | 'small' }) => {
  const { t } = useWords()
  const spoken = route.hops
    .map((hop, index) =>
      t(`way.spoken.${hop}`, { from: route.stations[index]?.name ?? '', to: route.stations[index + 1]?.name ?? '' }),
    )
    .join(' ')
  return (
    <div className={`route route-${size}`} role="img" aria-label={spoken}>
      {route.stations.map((station, index) => {
        const hop = route.hops[index]
        return (
          <span key={index} className="route-station">
            <span className="route-name">{station.name}</span>
            {hop !== undefined && <HopLine state={hop} />}
            {station.detail !== undefined && (
              <span className="route-detail">
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
