import { useState } from 'react'
import { AccountGone } from '../accounts/account-page.tsx'
import { Button } from '../components/button.tsx'
import { ChoiceInput } from '../components/choice.tsx'
import { Empty } from '../components/empty.tsx'
import { FailureNotice } from '../components/notice.tsx'
import { Page } from '../layout/page.tsx'
import { useAccount } from '../state/use-tunnel.ts'
import { useWords } from '../state/words.tsx'
import { ByteCount } from './byte-count.tsx'
import { HistoryChart } from './history-chart.tsx'
import { historySpanNames, type HistorySpan } from './history-span.ts'
import { HistoryTable } from './history-table.tsx'
import './traffic-history-page.css'
import { useHistory, type LoadedHistory } from './use-history.ts'

/** The traffic of an account by hour or by day, over a span of up to 90 days. */
export const TrafficHistoryPage = ({ accountId }: { readonly accountId: string }) => {
  const { t } = useWords()
  const account = useAccount(accountId)
  const [span, setSpan] = useState<HistorySpan>('day')
  const { loaded, reload } = useHistory(accountId, span)
  if (account === undefined) return <AccountGone />
  return (
    <Page title={t('traffic.history.title', { account: account.name })} back={`/accounts/${accountId}`}>
      <div className="traffic-history-page-span">
        <ChoiceInput
          label={t('traffic.history.span')}
          choices={historySpanNames.map((value) => ({ value, name: t(`traffic.history.spans.${value}`) }))}
          value={span}
          onChange={setSpan}
        />
      </div>
      <Loaded loaded={loaded} reload={reload} />
    </Page>
  )
}

const Loaded = ({ loaded, reload }: { readonly loaded: LoadedHistory; readonly reload: () => void }) => {
  const { t } = useWords()
  switch (loaded.phase) {
    case 'loading':
      return (
        <p role="status" className="quiet">
          {t('traffic.history.loading')}
        </p>
      )
    case 'failed':
      return (
        <FailureNotice failure={loaded.failure}>
          <Button onPress={reload}>{t('traffic.history.again')}</Button>
        </FailureNotice>
      )
    case 'ready':
      return <Shown {...loaded} />
  }
}

const Shown = ({ history, span }: Extract<LoadedHistory, { readonly phase: 'ready' }>) => {
  const { t } = useWords()
  const bytesIn = history.periods.reduce((sum, period) => sum + period.bytesIn, 0)
  const bytesOut = history.periods.reduce((sum, period) => sum + period.bytesOut, 0)
  if (bytesIn + bytesOut === 0) {
    return (
      <Empty title={t('traffic.history.none')}>
        <p>{t('traffic.history.noneAbout')}</p>
      </Empty>
    )
  }
  return (
    <>
      <dl className="traffic-history-page-totals">
        <div>
          <dt className="quiet">{t('traffic.in')}</dt>
          <dd>
            <ByteCount bytes={bytesIn} />
          </dd>
        </div>
        <div>
          <dt className="quiet">{t('traffic.out')}</dt>
          <dd>
            <ByteCount bytes={bytesOut} />
          </dd>
        </div>
      </dl>
      <HistoryChart history={history} span={span} />
      <HistoryTable history={history} />
    </>
  )
}
