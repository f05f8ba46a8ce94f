import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { TestResultsSchema, type TestResults } from './test-results.ts'

const project = path.join(import.meta.dirname, '../..')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'postern-results-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Runs Vitest, with the reporter, on test files with these texts. */
const run = (files: Readonly<Record<string, string>>): { readonly code: number | null; readonly results: TestResults } => {
  for (const [name, text] of Object.entries(files))
    writeFileSync(path.join(folder, name), `import { expect, test } from '${project}/node_modules/vitest/dist/index.js'\n${text}`)
  const config = path.join(folder, 'empty.config.ts')
  writeFileSync(config, 'export default {}')
  const results = path.join(folder, 'results.json')
  const reporter = `--reporter=${path.join(import.meta.dirname, 'results-reporter.ts')}`
  const { status } = spawnSync(
    process.execPath,
    [path.join(project, 'node_modules/vitest/vitest.mjs'), 'run', '--root', folder, '--config', config, reporter],
    { env: { ...process.env, POSTERN_TEST_RESULTS: results }, stdio: 'ignore' },
  )
  return { code: status, results: TestResultsSchema.parse(JSON.parse(readFileSync(results, 'utf8'))) }
}

test('the results hold the counts of tests and the seconds of each file', () => {
  const { code, results } = run({
    'a.test.js': `
      test('passes', () => {})
      test('passes as well', async () => new Promise((resolve) => setTimeout(resolve, 300)))
      test('fails', () => expect(1).toBe(2))`,
    'b.test.js': `test.skip('is not run', () => {})\ntest.todo('is not written')\ntest('passes', () => {})`,
  })
  expect(code).toBe(1)
  expect(results).toMatchObject({ passed: 3, failed: 1, skipped: 2 })
  expect(results.files.map(({ name }) => name).sort()).toEqual(['a.test.js', 'b.test.js'])
  expect(results.files.find(({ name }) => name === 'a.test.js')!.seconds).toBeGreaterThan(0.29)
})

test('a file that does not load, a failed hook and an error outside of tests are failures', () => {
  const { code, results } = run({
    'a.test.js': `throw new Error('this file does not load')`,
    'b.test.js': `import { afterAll } from '${project}/node_modules/vitest/dist/index.js'
      afterAll(() => { throw new Error('this hook fails') })\ntest('passes', () => {})`,
    'c.test.js': `test('passes', () => { setTimeout(() => { throw new Error('nobody catches this') }) })
      test('waits', () => new Promise((resolve) => setTimeout(resolve, 50)))`,
  })
  expect(code).toBe(1)
  expect(results).toMatchObject({ passed: 3, failed: 3, skipped: 0 })
})
