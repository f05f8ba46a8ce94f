import { useEffect, useState } from 'react'
import type { Failure } from '../../contract/failure.ts'
import type { TrafficHistory } from '../../contract/traffic.ts'
import { call } from '../postern-client.ts'
import { failureToShow } from '../state/failure-to-show.ts'
import { historySpans, type HistorySpan } from './history-span.ts'

export type LoadedHistory =
  | { readonly phase: 'loading' }
  | { readonly phase: 'ready'; readonly history: TrafficHistory; readonly span: HistorySpan }
  | { readonly phase: 'failed'; readonly failure: Failure }

const refreshMs = 60_000

/**
 * The history of an account, requested again for each span, by `reload`, and once a minute while the window is visible. During a request
 * the last answer stays.
 */
export const useHistory = (
  accountId: string,
  span: HistorySpan,
): { readonly loaded: LoadedHistory; readonly reload: () => void } => {
  const [loaded, setLoaded] = useState<LoadedHistory>({ phase: 'loading' })
  const [round, setRound] = useState(0)
  useEffect(() => {
    // The answer for an earlier span may arrive after the answer for the present span.
    let isWanted = true
    call('getTrafficHistory', { accountId, ...historySpans[span] }).then(
      (history) => {
        if (isWanted) setLoaded({ phase: 'ready', history, span })
      },
      (error: unknown) => {
        if (isWanted) setLoaded({ phase: 'failed', failure: failureToShow(error) })
      },
    )
    return () => {
      isWanted = false
    }
  }, [accountId, span, round])
  useEffect(() => {
    const refresh = (): void => {
      if (!document.hidden) setRound((before) => before + 1)
    }
    const timer = setInterval(refresh, refreshMs)
    document.addEventListener('visibilitychange', refresh)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', refresh)
    }
  }, [])
  return { loaded, reload: () => setRound((before) => before + 1) }
}
