import type { Account, AccountDraft } from '../../contract/account.ts'

/** What the shells do with accounts. Names are matched exactly, without regard to case. Rejects with FailureError. */
export interface AccountService {
  list: () => Promise<readonly Account[]>
  /** By name or id; rejects `account-not-found`. */
  find: (nameOrId: string) => Promise<Account>
  /** Rejects `account-exists` and `input-invalid` (field, value, reason), among them two forwards on one local port. */
  add: (draft: AccountDraft) => Promise<Account>
  /** Changes the named fields; one that is set to undefined is taken out. */
  edit: (nameOrId: string, change: Partial<AccountDraft>) => Promise<Account>
  /** The whole account as it is to be: a field that is left out falls back to its default. Its id stays. */
  replace: (nameOrId: string, draft: AccountDraft) => Promise<Account>
  /** Also forgets the account's password in the keychain. Rejects `account-in-use` where another account jumps through it. */
  remove: (nameOrId: string) => Promise<Account>
  /** Puts back an account that was removed, with its id. Rejects `account-exists` where the id or the name is there. */
  restore: (account: AccountDraft & Pick<Account, 'id'>) => Promise<Account>
  /** Forgets the account's password in the keychain. Rejects `keychain-locked`: it may hold the password still. */
  forgetPassword: (nameOrId: string) => Promise<void>
}
