import type { Desktop } from '../../contract/desktop.ts'
import type { Update } from '../../contract/update.ts'
import type { RequestHandlers } from './request-handlers.ts'

/** A shell's way to a newer Postern. */
export interface UpdatePort {
  readonly get: () => Update
  /** Hears what becomes known from now on. */
  readonly onChanged: (listener: (update: Update) => void) => void
  /** Hears why asking did not work. */
  readonly onFault: (listener: (error: unknown) => void) => void
  /** Follows `Settings.checkForUpdates`. */
  readonly setWanted: (isWanted: boolean) => void
  /** Does nothing where no version is ready. */
  readonly install: () => void
}

/** What a shell is to the desktop around it; one that nothing brings up to date gives no `updates`. */
export const desktopRequests = ({
  desktop,
  updates,
}: {
  readonly desktop: Desktop
  readonly updates: UpdatePort | undefined
}): Pick<RequestHandlers, 'getDesktop' | 'getUpdate' | 'installUpdate'> => ({
  getDesktop: () => desktop,
  getUpdate: () => updates?.get() ?? { state: 'unavailable' },
  installUpdate: () => {
    updates?.install()
    return null
  },
})
