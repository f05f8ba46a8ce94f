import type { Account } from '../../contract/account.ts'

/** The values of `connect` in the order of the choice on the screen: the likely one first. */
export const connectTimesByUse = ['on-first-use', 'at-start', 'manual'] as const satisfies readonly Account['connect'][]
