import type { Account } from '../../contract/account.ts'
import { LinkButton } from '../components/link-button.tsx'
import { useWords } from '../state/words.tsx'
import type { FailureStep } from '../../words/next-act.ts'

/** Where the log shows what led to a failure of this account. */
export const logOf = ({ name }: Pick<Account, 'name'>): string => `/log/${encodeURIComponent(name)}`

/** The step that a failure asks for, where it is a place of the window. */
export const FailurePlace = ({ accountId, step }: { readonly accountId: string; readonly step: Exclude<FailureStep, 'retry'> }) => {
  const { t } = useWords()
  return (
    <LinkButton look="act" to={`/accounts/${accountId}/${step}`}>
      {t(`accounts.step.${step}`)}
    </LinkButton>
  )
}
