import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

const Lock = z.object({
  packages: z.record(z.string(), z.object({ dev: z.boolean().optional(), devOptional: z.boolean().optional() })),
})

/**
 * Folders of the production dependencies and of all that they need, as package-lock.json has them. Those that npm left out because they are
 * made for another platform are not there and do not ship. `devOptional` marks what development needs and production would merely work with
 * (i18next names TypeScript as an optional peer): nobody who installs Postern gets it.
 */
export const productionFolders = (project: string): string[] => {
  const { packages } = Lock.parse(JSON.parse(readFileSync(path.join(project, 'package-lock.json'), 'utf8')))
  return Object.entries(packages)
    .filter(([location, { dev, devOptional }]) => location !== '' && dev !== true && devOptional !== true)
    .map(([location]) => path.join(project, location))
    .filter(existsSync)
}

/** Folders of the packages that a bundle's modules come from. Modules of our own, and those the bundler made up, come from none. */
export const bundledFolders = (moduleIds: Iterable<string>): string[] => {
  const folders = [...moduleIds].map(
    (id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/u.exec(id.replaceAll('\\', '/').replace(/^\0/u, ''))?.[0],
  )
  return [...new Set(folders.filter((folder) => folder !== undefined))]
}
