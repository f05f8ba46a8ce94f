import type { Update } from '../../../../contract/update.ts'
import type { UpdatePort } from '../../../requests/desktop-requests.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** The used part of electron-updater's AppUpdater. */
export interface Updater {
  /** Returns null if it cannot work here. Fetches a newer version at once. Rejects if the feed cannot be asked. */
  readonly checkForUpdates: () => Promise<{
    readonly isUpdateAvailable: boolean
    readonly updateInfo: { readonly version: string }
    /** Resolves when the file was fetched and verified. */
    readonly downloadPromise?: Promise<unknown> | null
    readonly cancellationToken?: { readonly cancel: () => void }
  } | null>
  autoInstallOnAppQuit: boolean
}

export interface UpdatesDependencies<Kind extends Updater> {
  /** Called once, when the person first wants updates, so that the updater is not in memory before. */
  readonly load: () => Promise<Kind>
  /** Quits, and starts the version that is ready. */
  readonly install: (updater: Kind) => void
}

/**
 * Keeps Postern up to date while the person wants it: checks at the start and daily, after a failure hourly. A newer version is fetched,
 * and replaces this one when Postern quits.
 */
export const createUpdates = <Kind extends Updater>({ load, install }: UpdatesDependencies<Kind>): UpdatePort => {
  let update: Update = { state: 'off' }
  let isWanted = false
  /** Counts the changes of `isWanted`, so that the result of an earlier run is ignored. */
  let turn = 0
  let timer: NodeJS.Timeout | undefined
  let cancel: (() => void) | undefined
  let updater: Promise<Kind> | undefined
  let loaded: Kind | undefined
  const listeners: ((changed: Update) => void)[] = []
  const faultListeners: ((error: unknown) => void)[] = []

  const emit = (changed: Update): void => {
    update = changed
    for (const listener of listeners) listener(changed)
  }

  const check = async (ours: number): Promise<Update> => {
    loaded = await (updater ??= load())
    if (ours !== turn) return update
    loaded.autoInstallOnAppQuit = true
    const found = await loaded.checkForUpdates()
    if (found === null) return { state: 'unavailable' }
    if (!found.isUpdateAvailable) return { state: 'current' }
    cancel = () => found.cancellationToken?.cancel()
    if (ours !== turn) cancel()
    await found.downloadPromise
    return { state: 'ready', version: found.updateInfo.version }
  }

  const run = async (ours: number): Promise<void> => {
    // A version that is ready stays ready if the next check fails.
    const ready = update.state === 'ready' ? update : undefined
    if (ready === undefined) emit({ state: 'checking' })
    try {
      const found = await check(ours)
      if (ours === turn) emit(found.state === 'ready' ? found : (ready ?? found))
    } catch (error) {
      if (ours !== turn) return
      for (const listener of faultListeners) listener(error)
      emit(ready ?? { state: 'failed' })
    }
    if (ours !== turn) return
    timer = setTimeout(() => void run(ours), update.state === 'failed' ? hourMs : dayMs)
    // The timer need not keep the process running; the window and the tunnels do.
    timer.unref()
  }

  return {
    get: () => update,
    onChanged: (listener) => void listeners.push(listener),
    onFault: (listener) => void faultListeners.push(listener),
    setWanted: (wanted) => {
      if (wanted === isWanted) return
      isWanted = wanted
      turn += 1
      clearTimeout(timer)
      if (wanted) {
        void run(turn)
        return
      }
      cancel?.()
      if (loaded !== undefined) loaded.autoInstallOnAppQuit = false
      emit({ state: 'off' })
    },
    install: () => {
      if (update.state === 'ready' && loaded !== undefined) install(loaded)
    },
  }
}

/** For an installation that cannot update itself. */
export const noUpdates: UpdatePort = {
  get: () => ({ state: 'unavailable' }),
  onChanged: () => undefined,
  onFault: () => undefined,
  setWanted: () => undefined,
  install: () => undefined,
}
