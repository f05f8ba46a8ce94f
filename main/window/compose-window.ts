import type { About } from '../../contract/about.ts'
import type { Account } from '../../contract/account.ts'
import type { Desktop } from '../../contract/desktop.ts'
import type { Failure } from '../../contract/failure.ts'
import { compose, type ComposeOptions } from '../compose.ts'
import { createLog, logFile } from '../data-folder/connection-log.ts'
import { demandOwnFolder } from '../data-folder/demand-own-folder.ts'
import { writing } from '../data-folder/file-failure.ts'
import type { UpdatePort } from '../requests/desktop-requests.ts'
import { createAnswerRequest } from './answer-request.ts'
import { createHandlers } from './create-handlers.ts'
import { faultLine } from '../data-folder/fault-line.ts'
import type { LogInItemPort } from '../requests/log-in-item-requests.ts'
import { createLogFeed } from './log-feed.ts'
import { createPendingQuestions } from './pending-questions.ts'
import { readAtStart } from './read-at-start.ts'
import { createTunnelFeed } from './tunnel-feed.ts'
import type { WindowService } from './window-service.ts'
import { connectAtStart } from './connect-at-start.ts'
import { createWindowSubscribers } from './window-subscribers.ts'
import { createWindowTunnels } from './window-tunnels.ts'

export interface ComposeWindowOptions extends Omit<ComposeOptions, 'ask'> {
  /** The versions that the shell adds to About: Electron's adds electron and chromium. */
  readonly components?: About['components']
  /** Starts Postern when the person logs in. The browser shell has none, because it has no program to start. */
  readonly logInItem?: LogInItemPort
  /** By default a page in a browser. */
  readonly desktop?: Desktop
  readonly updates?: UpdatePort
}

const aPage: Desktop = { shell: 'browser', hasTray: false }

/**
 * Constructs the core, and the service of a window over it. Accounts that connect at start are connected; those that connect on first use
 * wait at their ports. Rejects with FailureError `file-not-writable` if the data folder cannot be written, and `application-running` if
 * another application has it.
 */
export const composeWindow = async ({
  components = [],
  logInItem,
  desktop = aPage,
  updates,
  ...options
}: ComposeWindowOptions): Promise<WindowService> => {
  const { dataDir } = options
  demandOwnFolder(dataDir)
  const write = writing(logFile(dataDir), () => createLog(dataDir, 'debug'))
  // Written straight to the disk, because an event would go to the window that failed.
  const { emit, subscribe } = createWindowSubscribers((error) => write(faultLine(error)))
  const desk = createPendingQuestions(emit)
  const onFactsKept = (): void => {
    core.accounts.list().then(
      (accounts) => emit('AccountsChanged', accounts),
      (error: unknown) => onFault(error),
    )
  }
  const core = compose({ ...options, ask: desk.ask, onFactsKept })
  const { events, traffic } = core
  await core.claimApplication().catch(async (error: unknown) => {
    await core.close()
    throw error
  })

  const { settings, accounts, damage } = await readAtStart(core)
  const log = createLogFeed({ events, emit, write, level: settings.logLevel })
  const onFault = (error: unknown): void => events.emit('LogLineWritten', faultLine(error))

  // The log is enough: if the person connects the account, the failure is shown.
  const onNotConnected = ({ name }: Account, failure: Failure): void =>
    events.emit('LogLineWritten', {
      time: new Date().toISOString(),
      level: 'warn',
      account: name,
      entry: { name: 'not-connected-at-start' },
      failure,
    })

  const tunnels = createWindowTunnels(core.tunnels, () => tunnelFeed.note())
  const tunnelFeed = createTunnelFeed({ events, emit, status: tunnels.status })
  const stopCounts = traffic.onCounted((counted) => emit('TrafficCounted', counted))

  const answer = createAnswerRequest(
    createHandlers({ core, tunnels, desk, log, emit, dataDir, components, logInItem, desktop, updates }),
    onFault,
  )
  updates?.onChanged((update) => emit('UpdateChanged', update))
  updates?.onFault(onFault)
  updates?.setWanted(settings.checkForUpdates)
  const stopLooking = connectAtStart({ accounts: core.accounts, tunnels, onNotConnected, onFault }, accounts)

  return {
    answer: tellingOf(damage, answer),
    subscribe,
    showPlace: (place) => emit('PlaceAsked', place),
    networkChanged: core.tunnels.networkChanged,
    close: async () => {
      // Declines the questions first, because a log-in that waits for an answer would keep its tunnel from ending.
      desk.close()
      stopLooking()
      await core.close()
      stopCounts()
      tunnelFeed.close()
      log.close()
    },
  }
}

/** Answers the first request for settings or accounts with the damage that was found at the start, so that the window shows it once. */
const tellingOf = (damage: Failure | undefined, answer: WindowService['answer']): WindowService['answer'] => {
  let untold = damage
  return (name, input) => {
    if (untold === undefined || (name !== 'getSettings' && name !== 'listAccounts')) return answer(name, input)
    const failure = untold
    untold = undefined
    return Promise.resolve({ ok: false, failure })
  }
}
