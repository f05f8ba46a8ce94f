import type { Account } from '../../contract/account.ts'

const loopbackHost = /^(?:(?:.+\.)?localhost\.?|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i

/**
 * Whether the way to the account's server begins on this very computer, so that it needs no network: a virtual machine, a container, or
 * the end of another tunnel. Behind a jump host it is the first of them that is dialled from here.
 */
export const beginsOnLoopback = async (account: Account, find: (id: string) => Promise<Account>): Promise<boolean> => {
  const passed = new Set<string>()
  let first = account
  while (first.jumpAccountId !== undefined && !passed.has(first.id)) {
    passed.add(first.id)
    first = await find(first.jumpAccountId)
  }
  return loopbackHost.test(first.host)
}
