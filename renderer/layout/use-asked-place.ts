import { useEffect } from 'react'
import { useLocation } from 'wouter'
import { useWindowState, useWindowStore } from '../state/window-state.ts'
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

/** Goes where the tray or a notification leads, as a link would: a form that is not saved asks first. */
export const useAskedPlace = (): void => {
  const [here, go] = useLocation()
  const asked = useWindowStore(({ askedPlace }) => askedPlace)
  const accounts = useWindowState((state) => state.accounts)
  useEffect(() => {
    if (asked === undefined) return
    useWindowStore.setState({ askedPlace: undefined })
    const there = pathOfPlace(asked, accounts)
    // A second entry for the same place would make Back lead nowhere.
    if (there !== here) go(there)
  }, [asked, accounts, here, go])
}
