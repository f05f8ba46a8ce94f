import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Plugin } from 'vite'
import type { Licence } from '../../contract/about.ts'
import { bundledFolders, productionFolders } from './package-folders.ts'
import { readLicence } from './read-licence.ts'

/** Electron is a development dependency, and the desktop package is built around it. Chromium's own credits lie beside its binary. */
const runtimeFolders = ['node_modules/electron']

/**
 * The licences of all that Postern ships: the production dependencies, the packages in the window's bundle, and Electron. Sorted by name,
 * each version once. `moduleIds` are the bundle's modules by absolute path.
 */
export const shippedLicences = (project: string, moduleIds: Iterable<string>): readonly Licence[] => {
  const runtime = runtimeFolders.map((folder) => path.join(project, folder))
  const folders = [...productionFolders(project), ...bundledFolders(moduleIds), ...runtime]
  const licences = new Map(folders.map(readLicence).map((licence) => [`${licence.name}@${licence.version}`, licence]))
  return [...licences.entries()].sort(([one], [other]) => one.localeCompare(other, 'en')).map(([, licence]) => licence)
}

/** A plugin for the window's build, which alone knows the packages of the window. Writes `file` (relative to the project). */
export const licencesPlugin = ({ file }: { readonly file: string }): Plugin => ({
  name: 'postern-licences',
  apply: 'build',
  generateBundle() {
    // npm runs every script in the project's own folder.
    const target = path.resolve(file)
    mkdirSync(path.dirname(target), { recursive: true })
    writeFileSync(target, JSON.stringify(shippedLicences(process.cwd(), this.getModuleIds())))
  },
})
