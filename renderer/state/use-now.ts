import { useEffect, useState } from 'react'

/** The time, anew each second while `isWanted`: for countdowns and "connected for". */
export const useNow = (isWanted = true): Date => {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    if (!isWanted) return
    const timer = setInterval(() => setNow(new Date()), 1000)
    return () => clearInterval(timer)
  }, [isWanted])
  return now
}
