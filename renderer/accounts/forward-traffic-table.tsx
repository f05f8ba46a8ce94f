import { noTraffic, type Traffic } from '../../contract/traffic.ts'
import { formatRate } from '../../words/units.ts'
import { useForwardTraffic } from '../state/use-tunnel.ts'
import { useWords } from '../state/words.tsx'
import { ByteCount } from '../traffic/byte-count.tsx'
import { Sparkline } from '../traffic/sparkline.tsx'
import './forward-traffic-table.css'

const nothing = { bytesIn: 0, bytesOut: 0 }

/** The traffic of a forward: now, over this tunnel, today and since Postern started, with a chart of the last minute. */
export const ForwardTrafficTable = ({
  accountId,
  forwardId,
  name,
  traffic = noTraffic,
}: {
  readonly accountId: string
  readonly forwardId: string
  readonly name: string
  /** The traffic of the running tunnel. */
  readonly traffic: Traffic | undefined
}) => {
  const { t, language } = useWords()
  const { today = nothing, sinceStart = nothing, seconds = [] } = useForwardTraffic(accountId, forwardId) ?? {}
  return (
    <div className="forward-traffic">
      <table className="forward-traffic-table">
        <caption className="unseen">{t('traffic.of', { forward: name })}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('traffic.now')}</th>
            <th scope="col">{t('traffic.thisTunnel')}</th>
            <th scope="col">{t('traffic.today')}</th>
            <th scope="col">{t('traffic.sinceStart')}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t('traffic.in')}</th>
            <td>{formatRate(traffic.rateIn1s, language)}</td>
            <td>
              <ByteCount bytes={traffic.bytesIn} />
            </td>
            <td>
              <ByteCount bytes={today.bytesIn} />
            </td>
            <td>
              <ByteCount bytes={sinceStart.bytesIn} />
            </td>
          </tr>
          <tr>
            <th scope="row">{t('traffic.out')}</th>
            <td>{formatRate(traffic.rateOut1s, language)}</td>
            <td>
              <ByteCount bytes={traffic.bytesOut} />
            </td>
            <td>
              <ByteCount bytes={today.bytesOut} />
            </td>
            <td>
              <ByteCount bytes={sinceStart.bytesOut} />
            </td>
          </tr>
        </tbody>
      </table>
      <Sparkline seconds={seconds} />
    </div>
  )
}
