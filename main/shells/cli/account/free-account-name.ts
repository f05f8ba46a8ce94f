import type { Account } from '../../../../contract/account.ts'
import { sameName } from '../../../accounts/account-rules.ts'

const maxLength = 64

/** Returns `name`, with a number behind it if an account has the name already: `work`, `work-2`, `work-3`. */
export const freeAccountName = (name: string, accounts: readonly Pick<Account, 'name'>[]): string => {
  const isTaken = (candidate: string): boolean => accounts.some((account) => sameName(account.name, candidate))
  let free = name
  for (let number = 2; isTaken(free); number++) free = `${name.slice(0, maxLength - `-${number}`.length)}-${number}`
  return free
}
