import { accountStatuses, type Facts } from './account-status.ts'

/** The number of accounts that need the person, with or without a notification: the badge beside Postern's icon in a taskbar or dock. */
export const chooseBadge = (facts: Facts): number =>
  accountStatuses(facts).filter(({ condition }) => condition.is === 'needs-you').length
