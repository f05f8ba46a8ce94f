import { FailureError } from '../../contract/failure.ts'

/** What the OS said against a file of ours as `file-not-writable`, with its own code as the reason; any other error as it is. */
export const fileFailure = (file: string, error: unknown): unknown =>
  error instanceof Error && 'syscall' in error && 'code' in error
    ? new FailureError({ code: 'file-not-writable', file, reason: String(error.code) }, { cause: error })
    : error

/** Runs `action`, with errors of the OS turned into `file-not-writable`. */
export const writing = <Result>(file: string, action: () => Result): Result => {
  try {
    return action()
  } catch (error) {
    throw fileFailure(file, error)
  }
}
