import { accountStatuses, type Facts } from './account-status.ts'

/** How many accounts need the person, whether they were told or not: the badge beside Postern's icon in a taskbar or dock. */
export const chooseBadge = (facts: Facts): number =>
  accountStatuses(facts).filter(({ condition }) => condition.is === 'needs-you').length
