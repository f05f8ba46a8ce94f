import { useEffect } from 'react'
import { useLocation } from 'wouter'
import { useWindowState, useWindowStore } from '../state/window-state.ts'
import type { Account } from '../../contract/account.ts'
import type { Place } from '../../contract/place.ts'

/** The address of a place that the tray or a notification asks for. If the account is gone, the address is that of the list. */
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

/** Goes to the place that the tray or a notification asks for, by a link's means: a form that is not saved asks first. */
export const useAskedPlace = (): void => {
  const [here, go] = useLocation()
  const asked = useWindowStore(({ askedPlace }) => askedPlace)
  const accounts = useWindowState((state) => state.accounts)
  useEffect(() => {
    if (asked === undefined) return
    useWindowStore.setState({ askedPlace: undefined })
    const there = pathOfPlace(asked, accounts)
    // With a second history entry for the same place, Back would change nothing.
    if (there !== here) go(there)
  }, [asked, accounts, here, go])
}
