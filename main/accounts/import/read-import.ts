import { FailureError } from '../../../contract/failure.ts'
import type { ImportedAccount } from '../../../contract/imported-account.ts'
import type { InputReason } from '../../../contract/reason.ts'
import { readFetchmailrc } from './fetchmailrc.ts'
import type { ImportContext } from './import-context.ts'
import { readPuttySession, readSessionFile, type PuttySession } from './putty-session.ts'
import { readRegistryExport } from './putty-registry-export.ts'
import { shellCommands } from './shell-commands.ts'
import { readSshCommands } from './ssh-command.ts'
import { readSshConfig } from './ssh-config.ts'
import { findSshProgram } from './ssh-program.ts'

type ImportForm = 'ssh-command' | 'ssh-config' | 'fetchmailrc' | 'putty-registry-export' | 'putty-session-file'

// The limit of the request (contract/requests.ts).
const longestText = 200_000

/**
 * Recognises the kind of text (ssh or plink command lines, Host blocks, a .fetchmailrc, a PuTTY session) and returns every account in it,
 * at least one. Pure: it runs, resolves and reads nothing that the text names. Throws `input-invalid` of the field `import` with the
 * reason `import-form`, `import-without-server` or `import-too-long`, and never with a word of the text.
 */
export const readImport = (text: string, context: ImportContext = {}): readonly ImportedAccount[] => {
  if (text.length > longestText) throw invalid('import-too-long')
  const plain = text.replace(/^\uFEFF/, '')
  const form = recogniseImport(plain)
  if (form === undefined) throw invalid('import-form')
  const accounts = readers[form](plain, context)
  if (accounts.length === 0) throw invalid('import-without-server')
  return accounts
}

// SECURITY: an unreadable text may be a private key or hold a password, and failures are written to the log, so the value is hidden.
const invalid = (reason: InputReason): FailureError =>
  new FailureError({ code: 'input-invalid', field: 'import', value: '…', reason })

const ofSessions = (sessions: readonly PuttySession[]): readonly ImportedAccount[] =>
  sessions.flatMap((session) => readPuttySession(session) ?? [])

const readers: Readonly<Record<ImportForm, (text: string, context: ImportContext) => readonly ImportedAccount[]>> = {
  'ssh-command': readSshCommands,
  'ssh-config': readSshConfig,
  fetchmailrc: readFetchmailrc,
  'putty-registry-export': (text) => ofSessions(readRegistryExport(text)),
  'putty-session-file': (text, { fileName }) => ofSessions([readSessionFile(text, fileName)]),
}

// A form is recognised by the beginning of a line. The first that matches counts: lines of a form further up never begin with its words.
const forms: readonly (readonly [ImportForm, RegExp])[] = [
  ['putty-registry-export', /^(?:Windows Registry Editor Version 5|REGEDIT4|\[HKEY_)/im],
  [
    'putty-session-file',
    /^(?:(?:PortForwardings|PortNumber|PublicKeyFile|Present|UserName)=|Protocol=ssh\r?$|HostName=[^\r\n]*[\r\n]+(?:PortNumber|Protocol)=)/m,
  ],
  ['ssh-config', /^[ \t]*(?:Host|HostName|Match|LocalForward)(?:[ \t]*=|[ \t])/im],
  ['fetchmailrc', /^[ \t]*(?:poll|server|skip|defaults)(?:[ \t]|\r?$)|\bpreconnect[ \t]+["']/im],
]

/** Returns the kind of text; undefined if Postern cannot read it. */
const recogniseImport = (text: string): ImportForm | undefined =>
  forms.find(([, mark]) => mark.test(text))?.[0] ??
  (shellCommands(text).some(({ words }) => findSshProgram(words) !== undefined) ? 'ssh-command' : undefined)
