import type { Account } from '../../contract/account.ts'
import { useWindowStore } from './window-state.ts'

/**
 * Shows at once an account that main has returned. Main has emitted an event for it as well, but the event is drawn with the next frame,
 * and a page about the account may open before.
 */
export const showAccount = (account: Account): void =>
  useWindowStore.setState(({ accounts = [] }) => ({
    accounts: accounts.some(({ id }) => id === account.id)
      ? accounts.map((other) => (other.id === account.id ? account : other))
      : [...accounts, account],
  }))
