import type { Account } from '../../contract/account.ts'
import type { Place } from '../../contract/place.ts'

/** The address of a place that is asked for from outside the window. An account that is gone by now leads to the list. */
export const pathOfPlace = (place: Place, accounts: readonly Pick<Account, 'id'>[]): string => {
  switch (place.place) {
    case 'accounts':
      return '/'
    case 'settings':
      return '/settings'
    case 'account':
      return accounts.some(({ id }) => id === place.accountId) ? `/accounts/${place.accountId}` : '/'
  }
}
