import { writeFileSync } from 'node:fs'
import type { Reporter, SerializedError, TestModule } from 'vitest/node'
import type { TestResults } from './test-results.ts'

/** The counts of a run's files. A file or a run that fails outside its tests counts as one failed test, so that it is never lost. */
export const resultsOf = (modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): TestResults => {
  let [passed, failed, skipped] = [0, unhandledErrors.length, 0]
  for (const module of modules) {
    let failedHere = 0
    for (const test of module.children.allTests()) {
      const { state } = test.result()
      if (state === 'passed') passed += 1
      else if (state === 'failed') failedHere += 1
      // A test that is still pending when the run ends was not run either.
      else skipped += 1
    }
    if (failedHere === 0 && !module.ok()) failedHere = 1
    failed += failedHere
  }
  const files = modules.map((module) => {
    const { collectDuration, setupDuration, prepareDuration, environmentSetupDuration, duration } = module.diagnostic()
    const milliseconds = collectDuration + setupDuration + prepareDuration + environmentSetupDuration + duration
    return { name: module.relativeModuleId, seconds: milliseconds / 1000 }
  })
  return { passed, failed, skipped, files }
}

/** Vitest's reporter for `.ci/run`: writes the results of the run, as JSON, to the file that POSTERN_TEST_RESULTS names. */
export default class ResultsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const file = process.env['POSTERN_TEST_RESULTS']
    if (file === undefined) throw new Error('POSTERN_TEST_RESULTS must name the file for the results')
    writeFileSync(file, JSON.stringify(resultsOf(modules, unhandledErrors)))
  }
}
