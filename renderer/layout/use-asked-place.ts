import { useEffect } from 'react'
import { useLocation } from 'wouter'
import { useWindowState, useWindowStore } from '../state/window-state.ts'
import { pathOfPlace } from './asked-place.ts'

/** Goes where the tray or a notification leads, as a link would: a form that is not saved asks first. */
export const useAskedPlace = (): void => {
  const [here, go] = useLocation()
  const asked = useWindowStore(({ askedPlace }) => askedPlace)
  const accounts = useWindowState((state) => state.accounts)
  useEffect(() => {
    if (asked === undefined) return
    useWindowStore.setState({ askedPlace: undefined })
    const there = pathOfPlace(asked, accounts)
    // Going to where the window is would make Back lead nowhere.
    if (there !== here) go(there)
  }, [asked, accounts, here, go])
}
