import { shellCommands } from './shell-commands.ts'
import { findSshProgram } from './ssh-program.ts'

export type ImportForm = 'ssh-command' | 'ssh-config' | 'fetchmailrc' | 'putty-registry-export' | 'putty-session-file'

// Each is looked for at the beginning of a line, and the words of one form do not begin lines of a form further up.
const forms: readonly (readonly [ImportForm, RegExp])[] = [
  ['putty-registry-export', /^(?:Windows Registry Editor Version 5|REGEDIT4|\[HKEY_)/im],
  [
    'putty-session-file',
    /^(?:(?:PortForwardings|PortNumber|PublicKeyFile|Present|UserName)=|Protocol=ssh\r?$|HostName=[^\r\n]*[\r\n]+(?:PortNumber|Protocol)=)/m,
  ],
  ['ssh-config', /^[ \t]*(?:Host|HostName|Match|LocalForward)(?:[ \t]*=|[ \t])/im],
  ['fetchmailrc', /^[ \t]*(?:poll|server|skip|defaults)(?:[ \t]|\r?$)|\bpreconnect[ \t]+["']/im],
]

/** What kind of text it is; undefined where it is none that Postern reads. */
export const recogniseImport = (text: string): ImportForm | undefined =>
  forms.find(([, mark]) => mark.test(text))?.[0] ??
  (shellCommands(text).some(({ words }) => findSshProgram(words) !== undefined) ? 'ssh-command' : undefined)
