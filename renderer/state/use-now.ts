import { useEffect, useState } from 'react'

/** The present time, for running times on the screen. It changes each second while `isWanted` and the window is visible. */
export const useNow = (isWanted = true): Date => {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    if (!isWanted) return
    const update = (): void => {
      if (!document.hidden) setNow(new Date())
    }
    const timer = setInterval(update, 1000)
    document.addEventListener('visibilitychange', update)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', update)
    }
  }, [isWanted])
  return now
}
