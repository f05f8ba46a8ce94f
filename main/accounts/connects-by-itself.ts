import type { Account } from '../../contract/account.ts'

/** Whether an account is up as long as a window's Postern runs: connected, or with its ports waiting for a mail client (recipe R5, R18). */
export const connectsByItself = ({ connect }: Pick<Account, 'connect'>): boolean => connect !== 'manual'
