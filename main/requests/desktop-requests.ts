import type { Desktop } from '../../contract/desktop.ts'
import type { Update } from '../../contract/update.ts'
import type { RequestHandlers } from './request-handlers.ts'

/** A shell's updates of Postern. */
export interface UpdatePort {
  readonly get: () => Update
  /** Calls `listener` with each change of the state from now on. */
  readonly onChanged: (listener: (update: Update) => void) => void
  /** Calls `listener` with the error if a check fails. */
  readonly onFault: (listener: (error: unknown) => void) => void
  /** Switches the checks on or off, as `Settings.checkForUpdates` says. */
  readonly setWanted: (isWanted: boolean) => void
  /** Installs the downloaded version. Does nothing if no version is ready. */
  readonly install: () => void
}

/** Requests about the shell's place on the desktop and its updates. `updates` is undefined for a shell without updates. */
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
