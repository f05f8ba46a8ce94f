import { readFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import packageJson from '../../package.json'
import type { About, Licence } from '../../contract/about.ts'
import { systemSockets } from '../local-peer/open-system-sockets.ts'
import { logFile } from '../data-folder/connection-log.ts'
import { keychainState } from '../vault/keychain-state.ts'
import type { Vault } from '../vault/vault.ts'
import type { RequestHandlers } from './request-handlers.ts'

export interface AboutDependencies {
  readonly vault: Vault
  readonly dataDir: string
  /** The versions that the shell adds: the Electron shell adds electron and chromium. */
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
    // In a container the user may have no entry in passwd.
    return ''
  }
}

/** Returns the versions, the data folder and the log file of this Postern. */
export const readAbout = async ({ vault, dataDir, components }: AboutDependencies): Promise<About> => ({
  version: packageJson.version,
  components: [
    { name: 'node', version: process.versions.node },
    // package.json pins the version, so it is the one that runs.
    { name: 'ssh2', version: packageJson.dependencies.ssh2 },
    ...components,
  ],
  platform: platformOf(process.platform),
  tellsOwners: (await systemSockets()) !== undefined,
  userName: userName(),
  dataFolder: dataDir,
  logFile: logFile(dataDir),
  keychain: await keychainState(vault),
})

const LicencesSchema = z.array(z.object({ name: z.string(), version: z.string(), licence: z.string(), text: z.string() }))

// The build writes the file beside its entries. This module is bundled there, or into a folder of chunks below.
const places = ['.', '..'].map((folder) => path.join(import.meta.dirname, folder, 'licences.json'))

const readIfThere = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** The licences of the packages in this build, from the file that the build wrote. Empty if Postern runs from its sources. */
const readLicences = async (): Promise<readonly Licence[]> => {
  for (const place of places) {
    const text = await readIfThere(place)
    if (text !== undefined) return LicencesSchema.parse(JSON.parse(text))
  }
  return []
}

/** Versions and folders of this Postern, and the licences of the packages in it. */
export const aboutRequests = (dependencies: AboutDependencies): Pick<RequestHandlers, 'getAbout' | 'listLicences'> => ({
  getAbout: () => readAbout(dependencies),
  listLicences: () => readLicences(),
})
