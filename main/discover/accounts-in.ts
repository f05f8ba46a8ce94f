import { FailureError } from '../../contract/failure.ts'
import type { ImportedAccount } from '../../contract/imported-account.ts'
import type { ImportContext } from '../accounts/import/import-context.ts'
import { readImport } from '../accounts/import/read-import.ts'

/** Returns the accounts of a text that was found; empty for a text without an account, such as a configuration of defaults alone. */
export const accountsIn = (text: string | undefined, surroundings: ImportContext): readonly ImportedAccount[] => {
  if (text === undefined) return []
  try {
    return readImport(text, surroundings)
  } catch (error) {
    if (error instanceof FailureError) return []
    throw error
  }
}
