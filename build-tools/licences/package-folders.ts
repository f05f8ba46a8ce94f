import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

const Lock = z.object({
  packages: z.record(z.string(), z.object({ dev: z.boolean().optional(), devOptional: z.boolean().optional() })),
})

/**
 * Folders of the production dependencies and of all that they need, by package-lock.json. A package for another platform is not installed
 * and does not ship. `devOptional` marks a package that development needs and production can do without (i18next names TypeScript as an
 * optional peer): an installed Postern does not have it.
 */
export const productionFolders = (project: string): string[] => {
  const { packages } = Lock.parse(JSON.parse(readFileSync(path.join(project, 'package-lock.json'), 'utf8')))
  return Object.entries(packages)
    .filter(([location, { dev, devOptional }]) => location !== '' && dev !== true && devOptional !== true)
    .map(([location]) => path.join(project, location))
    .filter(existsSync)
}

/** Folders of the packages that a bundle's modules come from. Modules of our own and virtual modules of the bundler have no such folder. */
export const bundledFolders = (moduleIds: Iterable<string>): string[] => {
  const folders = [...moduleIds].map(
    (id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/u.exec(id.replaceAll('\\', '/').replace(/^\0/u, ''))?.[0],
  )
  return [...new Set(folders.filter((folder) => folder !== undefined))]
}
