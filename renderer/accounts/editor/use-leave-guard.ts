import { useEffect, useRef, useState } from 'react'

export interface LeaveGuard {
  /** The person is about to leave: show the question. */
  readonly isAsked: boolean
  readonly stay: () => void
  readonly leave: () => void
  /** Asks no more, since the form is saved or removed. */
  readonly release: () => void
}

/**
 * While `isWanted`, asks before the person leaves the page by a link, by Back or Forward, or by the end of the window.
 */
export const useLeaveGuard = (isWanted: boolean): LeaveGuard => {
  const [goOn, setGoOn] = useState<() => void>()
  const isReleased = useRef(false)

  useEffect(() => {
    if (!isWanted) return
    const here = location.href
    const holds = (): boolean => !isReleased.current
    const ask = (act: () => void): void => setGoOn(() => act)

    // The router's link has changed the address already, and now dispatches a synthetic event for the router.
    const onLink = (event: HashChangeEvent): void => {
      if (!holds() || event.isTrusted || location.href === here) return
      const there = location.href
      event.stopImmediatePropagation()
      history.replaceState(null, '', here)
      ask(() => {
        history.replaceState(null, '', there)
        dispatchEvent(new HashChangeEvent('hashchange', { oldURL: here, newURL: there }))
      })
    }
    // Back and Forward have changed the address already, and this listener runs before the router's. The pushed entry covers their
    // destination, so going back from it leads there.
    const onTravel = (): void => {
      if (!holds() || location.href === here) return
      history.pushState(null, '', here)
      ask(() => history.back())
    }
    // A browser asks by itself. In Electron main asks when Postern is to quit.
    const onClose = (event: BeforeUnloadEvent): void => {
      if (!holds()) return
      event.preventDefault()
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- Chromium before 119 looks at this alone
      event.returnValue = true
    }
    addEventListener('hashchange', onLink, true)
    addEventListener('popstate', onTravel)
    addEventListener('beforeunload', onClose)
    return () => {
      removeEventListener('hashchange', onLink, true)
      removeEventListener('popstate', onTravel)
      removeEventListener('beforeunload', onClose)
    }
  }, [isWanted])

  const release = (): void => {
    isReleased.current = true
  }
  return {
    isAsked: goOn !== undefined,
    stay: () => setGoOn(undefined),
    leave: () => {
      release()
      setGoOn(undefined)
      goOn?.()
    },
    release,
  }
}
