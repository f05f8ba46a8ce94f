import type { Account } from '../../../../contract/account.ts'
import type { PendingQuestion } from '../../../../contract/question.ts'
import type { TunnelStatus } from '../../../../contract/tunnel-state.ts'
import { markStateOf, type MarkState } from '../../../../words/mark-state.ts'
import { connectionAct, nextAct } from '../../../../words/next-act.ts'
import { printable } from '../../../../words/printable.ts'
import type { Translate } from '../../../../words/translate.ts'

/** The facts that the tray shows: the latest accounts, tunnels and questions. */
export interface TrayFacts {
  readonly accounts: readonly Pick<Account, 'id' | 'name'>[]
  readonly tunnels: readonly Pick<TunnelStatus, 'accountId' | 'state' | 'forwards'>[]
  readonly questions: readonly PendingQuestion[]
}

/** The acts on one account from the tray; the last two open the window. */
export type AccountAct = 'connect' | 'disconnect' | 'retry' | 'answer' | 'look'

/** One account in the tray. */
export interface AccountLine {
  readonly accountId: string
  readonly name: string
  readonly mark: MarkState
  /** The state in words. The tray shows no running times, so the words change only with the state. */
  readonly words: string
  /** The next step first; then the act that ends the tunnel, unless the first one does. */
  readonly acts: readonly AccountAct[]
}

const actsOf = (state: TunnelStatus['state'] | undefined, isAsked: boolean): readonly AccountAct[] => {
  const next = nextAct(state)
  const first = isAsked ? 'answer' : next === 'edit' || next === 'host-key' || next === 'certificate' ? 'look' : next
  const isUp = connectionAct(state) === 'disconnect'
  return isUp && first !== 'disconnect' ? [first, 'disconnect'] : [first]
}

const wordsOf = (tunnel: TrayFacts['tunnels'][number] | undefined, t: Translate): string => {
  // The tunnel is not blocked, but one of its forwards is in trouble.
  const isPort = tunnel !== undefined && tunnel.state.name !== 'blocked' && markStateOf(tunnel) === 'trouble'
  return isPort ? t('tray.portTrouble') : t(`nav.state.${tunnel?.state.name ?? 'stopped'}`)
}

/** Every account in the order of the list. An account with an open question is in trouble until the person answers. */
export const accountLines = ({ accounts, tunnels, questions }: TrayFacts, t: Translate): readonly AccountLine[] =>
  accounts.map(({ id, name }) => {
    const tunnel = tunnels.find(({ accountId }) => accountId === id)
    const isAsked = questions.some(({ question }) => question.account === name)
    return {
      accountId: id,
      name: printable(name),
      mark: isAsked ? 'trouble' : markStateOf(tunnel),
      words: isAsked ? t('tray.asks') : wordsOf(tunnel, t),
      acts: actsOf(tunnel?.state, isAsked),
    }
  })

const byUrgency = ['trouble', 'connecting', 'connected', 'idle'] as const satisfies readonly MarkState[]

/** The state of the icon: the most urgent state of any account. */
export const trayState = (lines: readonly Pick<AccountLine, 'mark'>[]): MarkState =>
  byUrgency.find((state) => lines.some(({ mark }) => mark === state)) ?? 'idle'

/** The accounts with the most urgent first, otherwise in their order. */
export const mostUrgentFirst = (lines: readonly AccountLine[]): readonly AccountLine[] =>
  byUrgency.flatMap((state) => lines.filter(({ mark }) => mark === state))
