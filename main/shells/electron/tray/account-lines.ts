import type { Account } from '../../../../contract/account.ts'
import type { PendingQuestion } from '../../../../contract/question.ts'
import type { TunnelStatus } from '../../../../contract/tunnel-state.ts'
import { markStateOf, type MarkState } from '../../../../words/mark-state.ts'
import { connectionAct, nextAct } from '../../../../words/next-act.ts'
import { printable } from '../../../../words/printable.ts'
import type { Translate } from '../../../../words/translate.ts'

/** What the tray knows: the last of each that the core told. */
export interface TrayFacts {
  readonly accounts: readonly Pick<Account, 'id' | 'name'>[]
  readonly tunnels: readonly Pick<TunnelStatus, 'accountId' | 'state' | 'forwards'>[]
  readonly questions: readonly PendingQuestion[]
}

/** What a person can do with one account from the tray; the last two lead to the window. */
export type AccountAct = 'connect' | 'disconnect' | 'retry' | 'answer' | 'look'

/** One account as the tray tells of it. */
export interface AccountLine {
  readonly accountId: string
  readonly name: string
  readonly mark: MarkState
  /** The state in words that stay true for as long as it lasts: nothing in the tray counts seconds. */
  readonly words: string
  /** The next thing to do first; then the way to give up what that does not end. */
  readonly acts: readonly AccountAct[]
}

const actsOf = (state: TunnelStatus['state'] | undefined, isAsked: boolean): readonly AccountAct[] => {
  const next = nextAct(state)
  const first = isAsked ? 'answer' : next === 'edit' || next === 'host-key' ? 'look' : next
  const isUp = connectionAct(state) === 'disconnect'
  return isUp && first !== 'disconnect' ? [first, 'disconnect'] : [first]
}

const wordsOf = (tunnel: TrayFacts['tunnels'][number] | undefined, t: Translate): string => {
  // A tunnel that is up, or could be, and is in trouble all the same.
  const isPort = tunnel !== undefined && tunnel.state.name !== 'blocked' && markStateOf(tunnel) === 'trouble'
  return isPort ? t('tray.portTrouble') : t(`nav.state.${tunnel?.state.name ?? 'stopped'}`)
}

/** Every account in the order of the list. One whose question waits for the person is in trouble until they answer. */
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

/** The most urgent state of any account: what the one icon shows. */
export const trayState = (lines: readonly Pick<AccountLine, 'mark'>[]): MarkState =>
  byUrgency.find((state) => lines.some(({ mark }) => mark === state)) ?? 'idle'

/** The accounts with the most urgent first, otherwise in their order. */
export const mostUrgentFirst = (lines: readonly AccountLine[]): readonly AccountLine[] =>
  byUrgency.flatMap((state) => lines.filter(({ mark }) => mark === state))
