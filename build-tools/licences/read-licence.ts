import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { Licence } from '../../contract/about.ts'

const Manifest = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string().optional(),
  /** The form from before npm asked for SPDX; ssh2 still has it. */
  licenses: z.tuple([z.object({ type: z.string() })]).optional(),
  author: z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]).optional(),
  homepage: z.string().optional(),
})

/**
 * Packages whose authors declare a licence and publish no text of it. They are listed with the declared licence. A person has checked each
 * name here. Any other package without a text stops the build, since MIT, BSD and Apache require the text in every copy.
 */
const withoutText = new Set(['@bomb.sh/tab', '@polka/url', 'client-only', 'lazy-val', 'sirv', 'wouter'])

/** koffi's binaries, one package for each platform: the text is in the package `koffi`, which comes along with them. */
const binaryOfKoffi = '@koromix/koffi-'

/** LICENSE, licence.md, license-mit, COPYING, NOTICE; not license.js. */
const isLicenceFile = (file: string) => /^(licen[cs]e|copying|notice)/iu.test(file) && !/\.(json|[cm]?[jt]s|html)$/iu.test(file)

/**
 * The licence of the package in `folder`, with every text its authors put beside its package.json.
 *
 * @throws Error when the package declares no licence, or holds no text and is not known for that.
 */
export const readLicence = (folder: string): Licence => {
  const manifest = Manifest.parse(JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')))
  const { name, version } = manifest
  const licence = manifest.license ?? manifest.licenses?.[0].type
  if (licence === undefined) throw new Error(`${name} ${version} declares no licence, so Postern may not bring it along.`)

  const texts = readdirSync(folder)
    .filter(isLicenceFile)
    .map((file) => readFileSync(path.join(folder, file), 'utf8').trim())
    .filter((text) => text !== '')
  if (texts.length > 0) return { name, version, licence, text: texts.join('\n\n') }

  if (!withoutText.has(name) && !name.startsWith(binaryOfKoffi))
    throw new Error(`${name} ${version} (${licence}) holds no licence text. Read it, then decide in read-licence.ts.`)
  const declared = [licence, manifest.author, manifest.homepage].filter((line) => line !== undefined)
  return { name, version, licence, text: declared.join('\n') }
}
