import { useEffect, useState } from 'react'

/** The time, anew each second while `isWanted` and the window is in sight: for countdowns and "connected for". */
export const useNow = (isWanted = true): Date => {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    if (!isWanted) return
    const tell = (): void => {
      if (!document.hidden) setNow(new Date())
    }
    const timer = setInterval(tell, 1000)
    document.addEventListener('visibilitychange', tell)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', tell)
    }
  }, [isWanted])
  return now
}
