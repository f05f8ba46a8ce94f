import type { TestResults } from './test-results.ts'

/** One part of `.ci/run`: a check or a group of tests. */
export interface Group {
  readonly name: string
  readonly exitCode: number
  readonly seconds: number
  /** The processor seconds of all its processes, in user and in system mode. */
  readonly cpuSeconds: number
  /** Null for a check, and for a run of tests that ended before it wrote its results. */
  readonly results: TestResults | null
}

export interface Summary {
  readonly lines: readonly string[]
  readonly isGreen: boolean
}

const slowestFiles = 10

const rounded = (seconds: number): string => String(Math.round(seconds)).padStart(6)

/** The text at the end of `.ci/run`: the seconds of each group, the slowest files of all, the failures, and "N passed, N failed". */
export const summaryOf = (groups: readonly Group[]): Summary => {
  const files = groups.flatMap(({ results }) => results?.files ?? [])
  const slowest = files.toSorted((a, b) => b.seconds - a.seconds).slice(0, slowestFiles)
  const count = (which: 'passed' | 'failed' | 'skipped'): number =>
    groups.reduce((sum, { results }) => sum + (results?.[which] ?? 0), 0)
  // A group can fail without a failed test: a check, a run that crashed, a build before it.
  const failedGroups = groups.filter(({ exitCode, results }) => exitCode !== 0 && (results?.failed ?? 0) === 0)
  const skipped = count('skipped')
  // `.ci/run` has every component, so a skipped test is a test that nobody ran.
  const failed = count('failed') + failedGroups.length + skipped
  return {
    lines: [
      'seconds    CPU  group',
      ...groups.map(({ name, seconds, cpuSeconds }) => `${rounded(seconds)} ${rounded(cpuSeconds)}   ${name}`),
      '',
      'seconds  the slowest files',
      ...slowest.map(({ name, seconds }) => `${rounded(seconds)}   ${name}`),
      '',
      ...failedGroups.map(({ name, exitCode }) => `${name} failed with exit code ${exitCode}`),
      ...(skipped === 0 ? [] : [`${skipped} skipped, which CI does not allow`]),
      `${count('passed')} passed, ${failed} failed`,
    ],
    isGreen: failed === 0,
  }
}
