import { FailureError } from '../../../contract/failure.ts'
import type { ImportedAccount } from '../../../contract/imported-account.ts'
import type { ImportSurroundings } from './import-surroundings.ts'

/**
 * Recognises what kind of text it is (an ssh or plink command line, Host blocks, a .fetchmailrc, a PuTTY session) and gives every account
 * in it, at least one. Pure: nothing that the text names is run, looked up or read. Throws `input-invalid` of the field `import`, whose
 * reason is `import-form`, `import-without-server` or `import-too-long`, and which never holds a word of the text.
 */
export const readImport = (_text: string, _surroundings: ImportSurroundings = {}): readonly ImportedAccount[] => {
  throw new FailureError({ code: 'input-invalid', field: 'import', value: '…', reason: 'import-form' })
}
