import { useEffect, useSyncExternalStore } from 'react'
import { useWindowStore } from './window-state.ts'

const dark = matchMedia('(prefers-color-scheme: dark)')
const follow = (changed: () => void): (() => void) => {
  dark.addEventListener('change', changed)
  return () => dark.removeEventListener('change', changed)
}

/** Puts the theme of the settings, or of the system, on the page; styles/tokens.css has the colours of each. */
export const useTheme = (): void => {
  const setting = useWindowStore(({ settings }) => settings?.theme ?? 'system')
  const isDark = useSyncExternalStore(follow, () => dark.matches)
  const theme = setting === 'system' ? (isDark ? 'dark' : 'light') : setting
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme
  }, [theme])
}
