import type { Account } from '../../contract/account.ts'
import { useWindowStore } from './window-state.ts'

/**
 * Shows an account that main has answered with at once. Main has told of it by an event as well, but that is drawn with the next frame, and
 * a screen that is about the account may come before it.
 */
export const showAccount = (account: Account): void =>
  useWindowStore.setState(({ accounts = [] }) => ({
    accounts: accounts.some(({ id }) => id === account.id)
      ? accounts.map((other) => (other.id === account.id ? account : other))
      : [...accounts, account],
  }))
