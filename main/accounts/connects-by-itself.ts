import type { Account } from '../../contract/account.ts'

/** Whether the window connects an account, or binds its ports and waits for a mail client, without being asked (recipe R5, R18). */
export const connectsByItself = ({ connect }: Pick<Account, 'connect'>): boolean => connect !== 'manual'
