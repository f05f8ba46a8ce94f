import type { Account } from '../../contract/account.ts'

/** When an account can connect, in the order in which a person is given the choice: the likely one first. */
export const connectTimesByUse = ['on-first-use', 'at-start', 'manual'] as const satisfies readonly Account['connect'][]
