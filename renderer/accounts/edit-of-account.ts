import type { Account, AccountDraft } from '../../contract/account.ts'
import type { RequestInput } from '../../contract/requests.ts'

/** What `editAccount` takes to change these parts of an account and leave the others as they are. */
export const editOfAccount = (account: Account, change: Partial<AccountDraft>): RequestInput<'editAccount'> => {
  const { id, ...draft } = account
  return { accountId: id, draft: { ...draft, ...change } }
}
