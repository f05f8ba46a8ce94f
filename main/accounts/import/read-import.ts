import { FailureError } from '../../../contract/failure.ts'
import type { ImportedAccount } from '../../../contract/imported-account.ts'
import type { InputReason } from '../../../contract/reason.ts'
import { readFetchmailrc } from './fetchmailrc.ts'
import type { ImportContext } from './import-context.ts'
import { readPuttySession, type PuttySession } from './putty-session.ts'
import { readRegistryExport } from './putty-registry-export.ts'
import { readSessionFile } from './putty-session-file.ts'
import { recogniseImport, type ImportForm } from './recognise-import.ts'
import { readSshCommands } from './ssh-command.ts'
import { readSshConfig } from './ssh-config.ts'

// As many as the request takes (contract/requests.ts).
const longestText = 200_000

/**
 * Recognises what kind of text it is (ssh or plink command lines, Host blocks, a .fetchmailrc, a PuTTY session) and gives every account
 * in it, at least one. Pure: nothing that the text names is run, looked up or read. Throws `input-invalid` of the field `import`, whose
 * reason is `import-form`, `import-without-server` or `import-too-long`, and which never holds a word of the text.
 */
export const readImport = (text: string, surroundings: ImportContext = {}): readonly ImportedAccount[] => {
  if (text.length > longestText) throw invalid('import-too-long')
  const plain = text.replace(/^\uFEFF/, '')
  const form = recogniseImport(plain)
  if (form === undefined) throw invalid('import-form')
  const accounts = readers[form](plain, surroundings)
  if (accounts.length === 0) throw invalid('import-without-server')
  return accounts
}

// SECURITY: what cannot be read may be anything, a private key or a password among it, and failures are written to the log.
const invalid = (reason: InputReason): FailureError =>
  new FailureError({ code: 'input-invalid', field: 'import', value: '…', reason })

const ofSessions = (sessions: readonly PuttySession[]): readonly ImportedAccount[] =>
  sessions.flatMap((session) => readPuttySession(session) ?? [])

const readers: Readonly<Record<ImportForm, (text: string, surroundings: ImportContext) => readonly ImportedAccount[]>> = {
  'ssh-command': readSshCommands,
  'ssh-config': readSshConfig,
  fetchmailrc: readFetchmailrc,
  'putty-registry-export': (text) => ofSessions(readRegistryExport(text)),
  'putty-session-file': (text, { fileName }) => ofSessions([readSessionFile(text, fileName)]),
}
