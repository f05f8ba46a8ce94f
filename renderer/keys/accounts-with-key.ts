import type { Account } from '../../contract/account.ts'

/** The accounts that log in with a key of Postern's. As in main, the case of a name does not matter. */
export const accountsWithKey = (accounts: readonly Account[], name: string): readonly Account[] =>
  accounts.filter(({ identity }) => identity?.kind === 'kept' && identity.name.toLowerCase() === name.toLowerCase())
