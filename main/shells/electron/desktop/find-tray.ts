import { setTimeout as sleep } from 'node:timers/promises'
import { hasTray } from './has-tray.ts'
import { readDesktopSigns } from './read-signs.ts'

const everyMs = 500
/** The longest time that a desktop may need after the log-in to start its tray. */
const patienceMs = 5000

/** Whether there is a tray. After a start at log-in the desktop may still be starting, so this asks again for a while. */
export const findTray = async (
  system: { readonly platform: NodeJS.Platform; readonly env: NodeJS.ProcessEnv },
  { home, isLogIn }: { readonly home: string; readonly isLogIn: boolean },
): Promise<boolean> => {
  const deadline = performance.now() + (isLogIn ? patienceMs : 0)
  for (;;) {
    if (hasTray(await readDesktopSigns(system, home))) return true
    if (performance.now() >= deadline) return false
    await sleep(everyMs)
  }
}
