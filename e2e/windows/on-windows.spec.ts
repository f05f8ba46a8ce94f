import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { makeTemporaryFolder } from '../../main/testing/temporary-folder.ts'
import { runOnWindows, windowsPath } from './windows-node.ts'

// Vitest's project `on-windows`, run by Windows' own Node. Each of its tests is a test of this file too, so that it is counted and
// reported.

const ReportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullable() }),
      ),
    }),
  ),
})

const copy = inject('windowsCopy')
const folder = await makeTemporaryFolder('on-windows')
const reportFile = path.join(folder.path, 'report.json')
// One process for all files, because each process takes seconds to start under Wine.
const options = ['--project', 'on-windows', '--no-isolate', '--maxWorkers=1', '--reporter=json']
const { code, stdout, stderr } = await runOnWindows(
  folder.path,
  [path.join(copy, 'node_modules/vitest/vitest.mjs'), 'run', ...options, `--outputFile=${windowsPath(reportFile)}`],
  { cwd: copy, timeoutMs: 480_000 },
)
const report = await readFile(reportFile, 'utf8').catch(() => undefined)
await folder.remove()

test('Windows’ Node runs the tests to their end', () => {
  expect(report, `${stdout}${stderr}`).toBeDefined()
  expect([0, 1]).toContain(code)
})

const { testResults } = report === undefined ? { testResults: [] } : ReportSchema.parse(JSON.parse(report))
describe.each(
  testResults.map((file) => ({ ...file, name: path.posix.relative(windowsPath(copy).replaceAll('\\', '/'), file.name) })),
)('$name', ({ assertionResults, message }) => {
  // A file that does not load has no tests.
  if (assertionResults.length === 0) test('loads', () => expect.unreachable(message))
  for (const { fullName, status, failureMessages } of assertionResults.filter((one) => one.status !== 'skipped'))
    test(fullName, () => {
      expect(status, failureMessages?.join('\n')).toBe('passed')
    })
})
