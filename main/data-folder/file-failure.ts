import { FailureError } from '../../contract/failure.ts'

type FileFailureCode = 'file-not-writable' | 'file-not-readable'

/** What the OS said against a file of ours as that failure, with its own code as the reason; any other error as it is. */
export const fileFailure = (file: string, error: unknown, code: FileFailureCode = 'file-not-writable'): unknown =>
  error instanceof Error && 'syscall' in error && 'code' in error
    ? new FailureError({ code, file, reason: String(error.code) }, { cause: error })
    : error

const telling =
  (code: FileFailureCode) =>
  <Result>(file: string, action: () => Result): Result => {
    try {
      return action()
    } catch (error) {
      throw fileFailure(file, error, code)
    }
  }

/** Runs `action`, with errors of the OS turned into `file-not-writable`. */
export const writing = telling('file-not-writable')

/** Runs `action`, with errors of the OS turned into `file-not-readable`. A file that is not there is for `action` to see. */
export const reading = telling('file-not-readable')
