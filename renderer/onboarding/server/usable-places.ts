import type { FoundOnComputer, ImportedAccount } from '../../../contract/imported-account.ts'

/** The places that hold a server, with those accounts alone that name one. */
export const usablePlaces = (found: readonly FoundOnComputer[]): readonly FoundOnComputer[] =>
  found
    .map((place) => ({ ...place, accounts: place.accounts.filter(({ host }) => host !== undefined) }))
    .filter(({ accounts }) => accounts.length > 0)

/** The account, where there is exactly one. */
export const onlyAccount = (accounts: readonly ImportedAccount[]): ImportedAccount | undefined =>
  accounts.length === 1 ? accounts[0] : undefined
