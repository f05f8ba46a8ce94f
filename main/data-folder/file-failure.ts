import { FailureError } from '../../contract/failure.ts'
import type { FileReason } from '../../contract/reason.ts'

type FileFailureCode = 'file-not-writable' | 'file-not-readable'

const reasons: Readonly<Record<string, FileReason['reason']>> = {
  EACCES: 'no-permission',
  EPERM: 'no-permission',
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EROFS: 'read-only',
  ENOENT: 'folder-missing',
  ENOTDIR: 'folder-missing',
  EEXIST: 'name-taken',
  EISDIR: 'not-a-file',
}

/** Turns an error of the OS about a file of ours into a failure, with the OS's code in `said`. Returns any other error unchanged. */
export const fileFailure = (file: string, error: unknown, code: FileFailureCode = 'file-not-writable'): unknown =>
  error instanceof Error && 'syscall' in error && 'code' in error
    ? new FailureError({ code, file, ...reasonOf(String(error.code)) }, { cause: error })
    : error

const reasonOf = (said: string): FileReason & { readonly said: string } => ({
  reason: Object.hasOwn(reasons, said) ? (reasons[said] ?? 'system-error') : 'system-error',
  said,
})

const rethrowingAs =
  (code: FileFailureCode) =>
  <Result>(file: string, action: () => Result): Result => {
    try {
      return action()
    } catch (error) {
      throw fileFailure(file, error, code)
    }
  }

/** Runs `action`, and turns errors of the OS into `file-not-writable`. */
export const writing = rethrowingAs('file-not-writable')

/** Runs `action`, and turns errors of the OS into `file-not-readable`. `action` itself must handle a missing file. */
export const reading = rethrowingAs('file-not-readable')
