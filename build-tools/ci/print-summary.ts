import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { TestResultsSchema } from './test-results.ts'
import { summaryOf, type Group } from './summary-of.ts'

// `print-summary.ts FOLDER GROUP…`: the end of `.ci/run`, which leaves two files for a group in the folder. NAME.group holds its exit code
// and its seconds (on the clock, in user and in system mode), NAME.json the results of its tests. Exits with 1 if anything is not green.

const [folder = '.', ...names] = process.argv.slice(2)

const groupIn = (name: string): Group => {
  const groupFile = path.join(folder, `${name}.group`)
  // A group that was killed has no results.
  const numbers = existsSync(groupFile) ? readFileSync(groupFile, 'utf8') : '1'
  const [exitCode = 1, seconds = 0, user = 0, system = 0] = numbers.trim().split(/\s+/).map(Number)
  const file = path.join(folder, `${name}.json`)
  const results = existsSync(file) ? TestResultsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : null
  return { name, exitCode, seconds, cpuSeconds: user + system, results }
}

const { lines, isGreen } = summaryOf(names.map(groupIn))
process.stdout.write(lines.map((line) => `${line}\n`).join(''))
process.exitCode = isGreen ? 0 : 1
