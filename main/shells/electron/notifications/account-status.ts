import type { Failure } from '../../../../contract/failure.ts'
import { questionName } from '../../../../contract/question.ts'
import type { PendingQuestion, QuestionName } from '../../../../contract/question.ts'
import type { TunnelStatus } from '../../../../contract/tunnel-state.ts'

/** The tunnels and questions at one moment, from which notifications are chosen. */
export interface Facts {
  readonly tunnels: readonly Pick<TunnelStatus, 'accountId' | 'account' | 'state'>[]
  readonly questions: readonly PendingQuestion[]
}

/** Why a person must act: what blocked the tunnel, or what is asked. */
export type Need = { readonly failure: Failure } | { readonly question: QuestionName }

/** The condition of one account. `calm` needs no notification: the account is off, waits for a mail client, or has ended its linger. */
export type AccountCondition =
  | { readonly is: 'calm' | 'connected' | 'offline' }
  | { readonly is: 'trying'; readonly failure?: Failure }
  | { readonly is: 'needs-you'; readonly need: Need }

export interface AccountStatus {
  /** The account's id; for a question of an account that has no tunnel, its name. */
  readonly key: string
  readonly accountId?: string | undefined
  readonly account: string
  readonly condition: AccountCondition
}

const conditionOf = ({ state }: Facts['tunnels'][number]): AccountCondition => {
  switch (state.name) {
    case 'stopped':
    case 'waiting':
      return { is: 'calm' }
    case 'connected':
      return { is: 'connected' }
    case 'connecting':
      return { is: 'trying' }
    case 'retrying':
      return { is: 'trying', failure: state.failure }
    case 'offline':
      return { is: 'offline' }
    case 'blocked':
      return { is: 'needs-you', need: { failure: state.failure } }
  }
}

const asking = ({ question }: PendingQuestion): AccountCondition => ({
  is: 'needs-you',
  need: { question: questionName(question) },
})

/** The status of every account that has a tunnel or a question. Of several questions the oldest counts, which the window shows. */
export const accountStatuses = ({ tunnels, questions }: Facts): readonly AccountStatus[] => {
  const ofTunnels = tunnels.map((tunnel): AccountStatus => {
    const { accountId, account } = tunnel
    const asked = questions.find(({ question }) => question.account === account)
    return { key: accountId, accountId, account, condition: asked === undefined ? conditionOf(tunnel) : asking(asked) }
  })
  const others = new Map<string, AccountStatus>()
  for (const asked of questions) {
    const { account } = asked.question
    if (others.has(account) || tunnels.some((tunnel) => tunnel.account === account)) continue
    others.set(account, { key: account, account, condition: asking(asked) })
  }
  return [...ofTunnels, ...others.values()]
}
