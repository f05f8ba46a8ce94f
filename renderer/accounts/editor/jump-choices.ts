import type { Account } from '../../../contract/account.ts'

/** The possible jump accounts of `accountId`: all but itself and those whose own route leads through it. */
export const jumpChoices = (accounts: readonly Account[], accountId: string | undefined): readonly Account[] => {
  const leadsThrough = (account: Account): boolean => {
    const passed = new Set<string>()
    let next: Account | undefined = account
    while (next !== undefined && !passed.has(next.id)) {
      if (next.id === accountId) return true
      passed.add(next.id)
      const jumpId: string | undefined = next.jumpAccountId
      next = accounts.find(({ id }) => id === jumpId)
    }
    return false
  }
  return accounts.filter((account) => !leadsThrough(account))
}
