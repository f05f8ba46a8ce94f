import type { TunnelState } from '../contract/tunnel-state.ts'
import type { Language } from './language.ts'
import type { Look } from './look.ts'
import type { Translate } from './translate.ts'
import { formatDuration } from './units.ts'

type ShownState = TunnelState | { readonly name: 'not-answering' }

/** The state of a tunnel in words: "Connected for 2 h", "Trying again in 4 s (attempt 3)". */
export const stateWords = (
  t: Translate,
  state: ShownState,
  { now, language }: { readonly now: Date; readonly language: Language },
): string => {
  switch (state.name) {
    case 'stopped':
      return t('state.stopped')
    case 'waiting':
      return t('state.waiting')
    case 'connecting':
      return t('state.connecting')
    case 'offline':
      return t('state.offline')
    case 'connected':
      return t('state.connected', { duration: formatDuration(now.getTime() - Date.parse(state.since), language) })
    case 'retrying': {
      const duration = formatDuration(Date.parse(state.retryAt) - now.getTime(), language)
      return t('state.retrying', { duration, attempt: state.attempt })
    }
    case 'blocked':
      return t('state.blocked')
    case 'not-answering':
      return t('state.notAnswering')
  }
}

export const stateLook = (state: ShownState): Look => {
  switch (state.name) {
    case 'stopped':
    case 'waiting':
    case 'offline':
      return 'quiet'
    case 'connecting':
    case 'retrying':
      return 'wait'
    case 'connected':
      return 'ok'
    case 'blocked':
    case 'not-answering':
      return 'trouble'
  }
}
