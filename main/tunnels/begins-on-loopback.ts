import type { Account } from '../../contract/account.ts'

const loopbackHost = /^(?:(?:.+\.)?localhost\.?|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i

/**
 * Whether the first host on the way to the account's server, its outermost jump host if it has one, is this computer. Then the tunnel needs no
 * network: the server is a virtual machine, a container, or behind another tunnel.
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
