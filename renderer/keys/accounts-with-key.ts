import type { Account } from '../../contract/account.ts'

/** The accounts that log in with a key of Postern's. Names are told apart as main does: not by case. */
export const accountsWithKey = (accounts: readonly Account[], name: string): readonly Account[] =>
  accounts.filter(({ identity }) => identity?.kind === 'kept' && identity.name.toLowerCase() === name.toLowerCase())
