import { userInfo } from 'node:os'
import packageJson from '../../package.json'
import type { About } from '../../contract/about.ts'
import { logFile } from '../data-folder/connection-log.ts'
import { keychainState } from '../vault/keychain-state.ts'
import type { Vault } from '../vault/vault.ts'
import { readLicences } from './licences.ts'
import type { RequestHandlers } from './request-handlers.ts'

export interface AboutDependencies {
  readonly vault: Vault
  readonly dataDir: string
  /** What the shell itself stands on: Electron's adds electron and chromium. */
  readonly components: About['components']
}

const platformOf = (platform: NodeJS.Platform): About['platform'] => {
  if (platform === 'win32') return 'windows'
  return platform === 'darwin' ? 'macos' : 'linux'
}

const userName = (): string => {
  try {
    return userInfo().username
  } catch {
    // A container may run a user that no table knows by name.
    return ''
  }
}

/** What runs, and where it keeps things. */
export const readAbout = async ({ vault, dataDir, components }: AboutDependencies): Promise<About> => ({
  version: packageJson.version,
  components: [
    { name: 'node', version: process.versions.node },
    // Pinned there; the version that runs.
    { name: 'ssh2', version: packageJson.dependencies.ssh2 },
    ...components,
  ],
  platform: platformOf(process.platform),
  userName: userName(),
  dataFolder: dataDir,
  logFile: logFile(dataDir),
  keychain: await keychainState(vault),
})

/** What runs, and whose work it stands on. */
export const aboutRequests = (parts: AboutDependencies): Pick<RequestHandlers, 'getAbout' | 'listLicences'> => ({
  getAbout: () => readAbout(parts),
  listLicences: () => readLicences(),
})
