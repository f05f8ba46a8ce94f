import type { Account } from '../../contract/account.ts'
import { LinkButton } from '../components/link-button.tsx'
import { useWords } from '../state/words.tsx'
import type { FailureStep } from '../../words/next-act.ts'

/** The address of this account's lines in the log. */
export const logOf = ({ name }: Pick<Account, 'name'>): string => `/log/${encodeURIComponent(name)}`

/** A link to the place of the window where a failure is settled. */
export const FailurePlace = ({ accountId, step }: { readonly accountId: string; readonly step: Exclude<FailureStep, 'retry'> }) => {
  const { t } = useWords()
  return (
    <LinkButton look="act" to={`/accounts/${accountId}/${step}`}>
      {t(`accounts.step.${step}`)}
    </LinkButton>
  )
}
