import type { Account, AccountDraft } from '../../contract/account.ts'
import type { LearntFacts } from './mail-server-facts.ts'

/** The operations on accounts that the shells use. A name must match whole, in whatever case. Rejects with FailureError. */
export interface AccountService {
  list: () => Promise<readonly Account[]>
  /** By name or id; rejects `account-not-found`. */
  find: (nameOrId: string) => Promise<Account>
  /** Rejects `account-exists` and `input-invalid` (field, value, reason), among them two forwards on one local port. */
  add: (draft: AccountDraft) => Promise<Account>
  /** Changes the given fields. A field that is set to undefined falls back to its default. */
  edit: (nameOrId: string, change: Partial<AccountDraft>) => Promise<Account>
  /** Replaces the whole account but its id. A field that is left out falls back to its default. */
  replace: (nameOrId: string, draft: AccountDraft) => Promise<Account>
  /** Also deletes the account's password from the keychain. Rejects `account-in-use` if another account uses it as a jump host. */
  remove: (nameOrId: string) => Promise<Account>
  /** Adds a removed account again, with its old id. Rejects `account-exists` if the id or the name is in use. */
  restore: (account: AccountDraft & Pick<Account, 'id'>) => Promise<Account>
  /**
   * Keeps the facts that mail servers told with the account's forwards. `asked` is the account as it was then; what the person has changed since
   * stays, and an account that is gone is no failure. Resolves to whether anything was written.
   */
  keepFacts: (asked: Account, learnt: readonly LearntFacts[]) => Promise<boolean>
  /** Deletes the account's password from the keychain. Rejects `keychain-locked`, because a locked keychain may still hold it. */
  forgetPassword: (nameOrId: string) => Promise<void>
}
