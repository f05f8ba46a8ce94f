import type { FoundOnComputer, ImportedAccount } from '../../../contract/imported-account.ts'

/** The places with a server, with only the accounts that name one. */
export const usablePlaces = (found: readonly FoundOnComputer[]): readonly FoundOnComputer[] =>
  found
    .map((place) => ({ ...place, accounts: place.accounts.filter(({ host }) => host !== undefined) }))
    .filter(({ accounts }) => accounts.length > 0)

/** The account if there is exactly one. */
export const onlyAccount = (accounts: readonly ImportedAccount[]): ImportedAccount | undefined =>
  accounts.length === 1 ? accounts[0] : undefined
