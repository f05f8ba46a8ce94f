import { failureCategories, type Failure, type FailureCategory } from '../../../contract/failure.ts'

/** A fault of the program: an error that is no failure of the contract. */
export const faultExitCode = 1
/** A shell's exit code for a program that Ctrl+C ended (128 + SIGINT). */
export const interruptedExitCode = 130

/** The exit code of each category of failure. Scripts rely on them: docs/command-line.md lists them, and they never change. */
export const categoryExitCodes: Readonly<Record<FailureCategory, number>> = {
  fault: faultExitCode,
  usage: 2,
  network: 3,
  connection: 4,
  'host-key': 5,
  'log-in': 6,
  secret: 7,
  forward: 8,
  'mail-server': 9,
  store: 10,
}

export const exitCodeOf = (failure: Failure): number => categoryExitCodes[failureCategories[failure.code]]
