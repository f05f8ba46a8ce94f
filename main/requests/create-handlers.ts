import { homedir } from 'node:os'
import type { About } from '../../contract/about.ts'
import type { Desktop } from '../../contract/desktop.ts'
import type { Settings } from '../../contract/settings.ts'
import type { Core } from '../core.ts'
import { saveInDownloads, type FileToSave } from '../data-folder/save-in-downloads.ts'
import { portHolder } from '../local-peer/port-holder.ts'
import { aboutRequests } from './about-requests.ts'
import { accountRequests } from './account-requests.ts'
import { desktopRequests, type UpdatePort } from './desktop-requests.ts'
import { diagnosisRequests } from './diagnosis-requests.ts'
import { discoverRequests } from './discover-requests.ts'
import { guideRequests } from './guide-requests.ts'
import { hostKeyRequests } from './host-key-requests.ts'
import { identityRequests } from './identity-requests.ts'
import { importRequests } from './import-requests.ts'
import { localPortRequests } from './local-port-requests.ts'
import type { LogFeed } from './log-feed.ts'
import { logInItemRequests, type LogInItemPort } from './log-in-item.ts'
import { onboardingRequests } from './onboarding-requests.ts'
import type { QuestionDesk } from './question-desk.ts'
import { questionRequests } from './question-requests.ts'
import type { RequestHandlers } from './request-handlers.ts'
import { settingsRequests } from './settings-requests.ts'
import { trafficRequests } from './traffic-requests.ts'
import { tunnelRequests } from './tunnel-requests.ts'
import type { TellWindow } from './window-subscribers.ts'
import type { WindowTunnels } from './window-tunnels.ts'

export interface HandlerParts {
  readonly core: Core
  readonly tunnels: WindowTunnels
  readonly desk: QuestionDesk
  readonly log: LogFeed
  readonly tell: TellWindow
  readonly dataDir: string
  readonly components: About['components']
  /** Undefined where the shell has none. */
  readonly logInItem: LogInItemPort | undefined
  readonly desktop: Desktop
  /** Undefined where nothing brings the shell up to date. */
  readonly updates: UpdatePort | undefined
}

/** Every request of the contract, answered by the core. */
export const createHandlers = ({
  core,
  tunnels,
  desk,
  log,
  tell,
  dataDir,
  components,
  logInItem,
  desktop,
  updates,
}: HandlerParts): RequestHandlers => {
  const { settings, changeSettings, accounts, vault, checkGreetings } = core
  const { platform, env } = process
  const onChanged = ({ logLevel, checkForUpdates }: Settings): void => {
    log.setLevel(logLevel)
    updates?.setWanted(checkForUpdates)
  }
  const save = (file: FileToSave): string => saveInDownloads({ platform, env, home: homedir() }, file)
  return {
    ...accountRequests({ accounts, tunnels, tell }),
    ...tunnelRequests({ tunnels, checkGreetings }),
    ...localPortRequests({ accounts, tunnels, portHolder }),
    ...identityRequests({ ...core, save, tell }),
    ...guideRequests({ accounts, save }),
    ...hostKeyRequests(core),
    ...importRequests(core),
    ...logInItemRequests(logInItem),
    ...onboardingRequests(core),
    ...questionRequests(desk),
    ...desktopRequests({ desktop, updates }),
    ...discoverRequests(core.discover),
    ...trafficRequests(core.traffic),
    ...settingsRequests({ settings, changeSettings, tell, onChanged }),
    ...aboutRequests({ vault, dataDir, components }),
    ...diagnosisRequests({ ...core, tunnels, desktop, dataDir, components }),
    listLogLines: () => log.lines(),
  }
}
