import type { Account, AccountDraft } from '../../contract/account.ts'

/** What the shells do with accounts. Names are matched exactly, without regard to case. Rejects with FailureError. */
export interface AccountService {
  list: () => Promise<readonly Account[]>
  /** By name or id; rejects `account-not-found`. */
  find: (nameOrId: string) => Promise<Account>
  /** Rejects `account-exists` and `input-invalid` (field, value, reason), among them two forwards on one local port. */
  add: (draft: AccountDraft) => Promise<Account>
  edit: (nameOrId: string, change: Partial<AccountDraft>) => Promise<Account>
  /** Also forgets the account's password in the keychain. Rejects `account-in-use` where another account jumps through it. */
  remove: (nameOrId: string) => Promise<Account>
}
