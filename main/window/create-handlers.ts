import { homedir } from 'node:os'
import type { About } from '../../contract/about.ts'
import type { Desktop } from '../../contract/desktop.ts'
import type { Settings } from '../../contract/settings.ts'
import type { Core } from '../core.ts'
import { saveInDownloads, type FileToSave } from '../data-folder/save-in-downloads.ts'
import { portHolder } from '../local-peer/port-holder.ts'
import { aboutRequests } from '../requests/about-requests.ts'
import { accountRequests, type WindowTunnels } from '../requests/account-requests.ts'
import { certificateRequests } from '../requests/certificate-requests.ts'
import { desktopRequests, type UpdatePort } from '../requests/desktop-requests.ts'
import { diagnosisRequests } from '../requests/diagnosis-requests.ts'
import { discoverRequests } from '../requests/discover-requests.ts'
import { guideRequests } from '../requests/guide-requests.ts'
import { hostKeyRequests } from '../requests/host-key-requests.ts'
import { identityRequests } from '../requests/identity-requests.ts'
import { importRequests } from '../requests/import-requests.ts'
import { localPortRequests } from '../requests/local-port-requests.ts'
import type { LogFeed } from './log-feed.ts'
import { logInItemRequests, type LogInItemPort } from '../requests/log-in-item-requests.ts'
import { onboardingRequests } from '../requests/onboarding-requests.ts'
import type { PendingQuestions } from './pending-questions.ts'
import { questionRequests } from '../requests/question-requests.ts'
import type { EmitToWindow, RequestHandlers } from '../requests/request-handlers.ts'
import { settingsRequests } from '../requests/settings-requests.ts'
import { trafficRequests } from '../requests/traffic-requests.ts'
import { tunnelRequests } from '../requests/tunnel-requests.ts'

export interface HandlerDependencies {
  readonly core: Core
  readonly tunnels: WindowTunnels
  readonly desk: PendingQuestions
  readonly log: LogFeed
  readonly emit: EmitToWindow
  readonly dataDir: string
  readonly components: About['components']
  /** Undefined for a shell without one. */
  readonly logInItem: LogInItemPort | undefined
  readonly desktop: Desktop
  /** Undefined for a shell without updates. */
  readonly updates: UpdatePort | undefined
}

/** Returns the handlers of all requests of the contract. */
export const createHandlers = ({
  core,
  tunnels,
  desk,
  log,
  emit,
  dataDir,
  components,
  logInItem,
  desktop,
  updates,
}: HandlerDependencies): RequestHandlers => {
  const { settings, changeSettings, accounts, vault, checkGreetings } = core
  const { platform, env } = process
  const onChanged = ({ logLevel, checkForUpdates }: Settings): void => {
    log.setLevel(logLevel)
    updates?.setWanted(checkForUpdates)
  }
  const save = (file: FileToSave): string => saveInDownloads({ platform, env, home: homedir() }, file)
  return {
    ...accountRequests({ accounts, tunnels, emit }),
    ...tunnelRequests({ tunnels, checkGreetings }),
    ...localPortRequests({ accounts, tunnels, portHolder }),
    ...identityRequests({ ...core, save, emit }),
    ...guideRequests({ accounts, save }),
    ...hostKeyRequests(core),
    ...certificateRequests(core.certificateTrust),
    ...importRequests(core),
    ...logInItemRequests(logInItem),
    ...onboardingRequests(core),
    ...questionRequests(desk),
    ...desktopRequests({ desktop, updates }),
    ...discoverRequests(core.discover),
    ...trafficRequests(core.traffic),
    ...settingsRequests({ settings, changeSettings, emit, onChanged }),
    ...aboutRequests({ vault, dataDir, components }),
    ...diagnosisRequests({ ...core, tunnels, desktop, dataDir, components }),
    listLogLines: () => log.lines(),
  }
}
