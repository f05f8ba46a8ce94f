import { expect, test } from 'vitest'
import { summaryOf, type Group } from './summary-of.ts'
import type { TestResults } from './test-results.ts'

const checks: Group = { name: 'checks', exitCode: 0, seconds: 61.4, cpuSeconds: 80, results: null }
const tests = (change: Partial<TestResults> = {}, exitCode = 0): Group => ({
  name: 'tests',
  exitCode,
  seconds: 200,
  cpuSeconds: 301.6,
  results: { passed: 7, failed: 0, skipped: 0, files: [{ name: 'main/a.test.ts', seconds: 2.2 }], ...change },
})
const lastLine = (groups: readonly Group[]): string | undefined => summaryOf(groups).lines.at(-1)

test('a green run prints the seconds of each group and ends with the counts of all', () => {
  const { lines, isGreen } = summaryOf([checks, tests(), { ...tests(), name: 'more' }])
  expect(isGreen).toBe(true)
  expect(lines).toContain('    61     80   checks')
  expect(lines).toContain('   200    302   tests')
  expect(lines.at(-1)).toBe('14 passed, 0 failed')
})

test('the ten slowest files of all groups are printed, the slowest first', () => {
  const files = Array.from({ length: 8 }, (_, index) => ({ name: `first-${index}.test.ts`, seconds: index }))
  const others = files.map(({ seconds }) => ({ name: `second-${seconds}.test.ts`, seconds: seconds + 0.5 }))
  const { lines } = summaryOf([tests({ files }), tests({ files: others })])
  const printed = lines.flatMap((line) => /\S+\.test\.ts$/.exec(line)?.[0] ?? [])
  expect(printed).toEqual([7, 6, 5, 4, 3].flatMap((index) => [`second-${index}.test.ts`, `first-${index}.test.ts`]))
})

test('a failed check counts as one failure, beside the failed tests', () => {
  const { lines, isGreen } = summaryOf([{ ...checks, exitCode: 2 }, tests({ failed: 3 }, 1)])
  expect(isGreen).toBe(false)
  expect(lines).toContain('checks failed with exit code 2')
  expect(lines.at(-1)).toBe('7 passed, 4 failed')
})

test('a group of tests that fails without a failed test counts as one failure', () => {
  expect(lastLine([tests({}, 1)])).toBe('7 passed, 1 failed')
  expect(lastLine([{ ...tests({}, 1), results: null }])).toBe('0 passed, 1 failed')
})

test('each skipped test is a failure', () => {
  const { lines, isGreen } = summaryOf([tests({ skipped: 2 })])
  expect(isGreen).toBe(false)
  expect(lines).toContain('2 skipped, which CI does not allow')
  expect(lines.at(-1)).toBe('7 passed, 2 failed')
})
