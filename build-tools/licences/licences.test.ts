import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { shippedLicences } from './licences-plugin.ts'
import { readLicence } from './read-licence.ts'

const project = path.join(import.meta.dirname, '../..')
const bundled = ['react/index.js', 'react-aria-components/dist/Button.mjs', 'uplot/dist/uPlot.min.css'].map((module) =>
  path.join(project, 'node_modules', module),
)

describe('the licences of what Postern ships', () => {
  const licences = shippedLicences(project, [...bundled, path.join(project, 'renderer/main.tsx'), '\0rolldown/runtime.js'])
  const find = (name: string) => licences.find((licence) => licence.name === name)

  it.each(['ssh2', 'asn1', 'i18next', 'zod', 'react', 'react-aria-components', 'uplot', 'electron'])(
    'hold the text of %s',
    (name) => {
      expect(find(name)?.version).toMatch(/^\d+\.\d+\.\d+/u)
      expect(find(name)?.text).toMatch(/permission is hereby granted|apache license/iu)
    },
  )

  it('name an SPDX licence and a text for each', () => {
    for (const { name, licence, text } of licences) {
      expect(licence, name).toMatch(/^[A-Za-z0-9.() -]+$/u)
      expect(text, name).not.toBe('')
    }
  })

  it('list a version once, sorted by name', () => {
    const names = licences.map(({ name, version }) => `${name}@${version}`)
    expect(new Set(names).size).toBe(names.length)
    expect(names).toEqual([...names].sort((one, other) => one.localeCompare(other, 'en')))
  })

  it('leave out packages that only build and test', () => {
    for (const name of ['vitest', 'typescript', 'eslint', 'react-dom', 'postern']) expect(find(name), name).toBeUndefined()
  })
})

describe('a package', () => {
  let folder: string
  beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'licence-'))))
  afterEach(() => rm(folder, { recursive: true }))
  const declare = (manifest: object) =>
    writeFile(path.join(folder, 'package.json'), JSON.stringify({ version: '1.0.0', ...manifest }))

  it('stops the build when it declares no licence', async () => {
    await declare({ name: 'mystery' })
    await writeFile(path.join(folder, 'LICENSE'), 'Do as you like')
    expect(() => readLicence(folder)).toThrow('mystery 1.0.0 declares no licence')
  })

  it('stops the build when it holds no text and is not in the list of checked packages', async () => {
    await declare({ name: 'wordless', license: 'MIT' })
    await writeFile(path.join(folder, 'license.js'), 'export {}')
    expect(() => readLicence(folder)).toThrow('wordless 1.0.0 (MIT) holds no licence text')
  })

  it('is listed with the licence that it declares when it is known to hold no text', async () => {
    await declare({ name: 'wouter', license: 'Unlicense', author: { name: 'A. Author' } })
    expect(readLicence(folder).text).toBe('Unlicense\nA. Author')
  })

  it('is listed with all of its texts', async () => {
    await declare({ name: 'double', license: '(MIT OR CC0-1.0)' })
    await writeFile(path.join(folder, 'license-mit'), 'one\n')
    await writeFile(path.join(folder, 'license-cc0'), 'two\n')
    expect(readLicence(folder)).toEqual({ name: 'double', version: '1.0.0', licence: '(MIT OR CC0-1.0)', text: 'two\n\none' })
  })
})
