import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'vitest'

const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin', '/sbin']

/** The absolute path of a program, searched on PATH and where Debian keeps daemons; undefined where it is not installed. */
export const findProgram = (name: string): string | undefined =>
  folders.map((folder) => path.join(folder, name)).find((candidate) => existsSync(candidate))

/** What is missing of `components`: names of programs, or `root` for the rights that dovecot and exim need. */
export const missingComponents = (components: readonly string[]): readonly string[] =>
  components.filter((name) => (name === 'root' ? process.getuid?.() !== 0 : findProgram(name) === undefined))

/**
 * A `describe` that needs real components. Where one is missing it is a skip that names it, and with CI=true a failure: a run that
 * tested nothing must not look like one that passed.
 */
export const describeWith = (components: readonly string[], name: string, body: () => void): void => {
  const missing = missingComponents(components)
  if (missing.length === 0) describe(name, body)
  else if (process.env['CI'] === 'true')
    describe(name, () => {
      test(`needs ${missing.join(', ')}`, () => {
        throw new Error(`not installed: ${missing.join(', ')}`)
      })
    })
  else describe.skip(`${name} (not installed: ${missing.join(', ')})`, body)
}
