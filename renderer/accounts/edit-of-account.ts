import type { Account, AccountDraft } from '../../contract/account.ts'
import type { RequestInput } from '../../contract/requests.ts'

/** The input of `editAccount` that changes these fields of an account and leaves the others as they are. */
export const editOfAccount = (account: Account, change: Partial<AccountDraft>): RequestInput<'editAccount'> => {
  const { id, ...draft } = account
  return { accountId: id, draft: { ...draft, ...change } }
}
