import type { TunnelState } from '../../contract/tunnel-state.ts'
import { stateLook, stateWords } from '../../words/state-words.ts'
import { useNow } from '../state/use-now.ts'
import { useTunnel } from '../state/use-tunnel.ts'
import { useWindowState } from '../state/window-state.ts'
import { useWords } from '../state/words.tsx'
import './state-line.css'

const stopped: TunnelState = { name: 'stopped' }
const counting: readonly TunnelState['name'][] = ['connected', 'retrying']

/** The state of an account's tunnel in words, with running times. A log-in that waits for an answer has words of its own. */
export const StateLine = ({ accountId, name }: { readonly accountId: string; readonly name: string }) => {
  const { t, language } = useWords()
  const state = useTunnel(accountId, (tunnel) => tunnel?.state) ?? stopped
  const isAsked = useWindowState(({ questions }) => questions.some(({ question }) => question.account === name))
  const now = useNow(counting.includes(state.name))
  const isWaitingForPerson = isAsked && state.name === 'connecting'
  return (
    <span className={`state-line state-line-${isWaitingForPerson ? 'wait' : stateLook(state)}`}>
      {isWaitingForPerson ? t('accounts.needsAnswer') : stateWords(t, state, { now, language })}
    </span>
  )
}
