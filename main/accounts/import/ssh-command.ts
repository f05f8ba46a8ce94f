import type { ImportedAccount, ImportSource, LeftOutReason } from '../../../contract/imported-account.ts'
import type { ImportContext } from './import-context.ts'
import { leftOut, type LeftOut } from './left-out.ts'
import { makeImportedAccount, type ReadAccount } from './make-imported-account.ts'
import { shellCommands, type ShellCommand } from './shell-commands.ts'
import { sshArguments, type SshProgram } from './ssh-arguments.ts'
import { readDestination } from './ssh-destination.ts'
import { readDirective, type SshDirective } from './ssh-directive.ts'
import { findSshProgram } from './ssh-program.ts'
import { understandDirectives } from './understand-directives.ts'

/** Returns the accounts of ssh, autossh and plink command lines. Empty if no command names a server. */
export const readSshCommands = (text: string, context: ImportContext): readonly ImportedAccount[] => {
  const accounts: ReadAccount[] = []
  const others: LeftOut[] = []
  for (const command of shellCommands(text)) {
    const account = readSshCommand(command, 'ssh-command', context)
    if (account === undefined) others.push(leftOut(command.text, command.words.length === 0 ? 'not-understood' : 'runs-a-program'))
    else accounts.push(account)
  }
  // Other commands belong to no particular account, so only the first account lists them as left out.
  return accounts.map((account, index) =>
    makeImportedAccount(index === 0 ? { ...account, leftOut: [...account.leftOut, ...others] } : account),
  )
}

/** Reads one command; undefined if it runs no ssh, or names no server. */
export const readSshCommand = ({ words }: ShellCommand, source: ImportSource, context: ImportContext): ReadAccount | undefined => {
  const found = findSshProgram(words)
  if (found === undefined) return undefined
  const left: LeftOut[] = [...found.leftOut]
  const directives: SshDirective[] = []
  let host: string | undefined
  let sleeps = false
  for (const argument of sshArguments(found.program, found.args)) {
    if (argument.kind === 'option') {
      const understood = understandOption(found.program, argument.name, argument.value)
      if (understood === undefined) continue
      if ('keyword' in understood) directives.push(understood)
      else left.push(understood)
    } else if (argument.kind === 'destination') {
      const destination = readDestination(argument.value)
      if (destination === undefined) return undefined
      host = destination.host
      const { user, port, holdsSecret } = destination
      if (user !== undefined) directives.push({ keyword: 'user', values: [user], text: user })
      if (port !== undefined) directives.push({ keyword: 'port', values: [port], text: port })
      if (holdsSecret) left.push(leftOut(`ssh://${user ?? ''}:…@${host}`, 'secret'))
    } else if (argument.words[0] === 'sleep' && argument.words.length <= 2) sleeps = true
    else left.push(leftOut(argument.words.join(' '), 'runs-a-program'))
  }
  if (host === undefined) return undefined
  const understood = understandDirectives(directives, host, context)
  return {
    ...understood,
    source,
    names: [host],
    // `ssh … sleep 10` lasts as long as a mail client uses it, as a connection on first use does (recipe R5).
    connect: sleeps ? 'on-first-use' : understood.connect,
    leftOut: [...left, ...understood.leftOut],
  }
}

// The options of ssh(1) that stand for keywords of ssh_config(5).
const keywords: ReadonlyMap<string, string> = new Map([
  ['A', 'ForwardAgent'],
  ['C', 'Compression'],
  ['D', 'DynamicForward'],
  ['F', 'Include'],
  ['I', 'PKCS11Provider'],
  ['J', 'ProxyJump'],
  ['L', 'LocalForward'],
  ['R', 'RemoteForward'],
  ['X', 'ForwardX11'],
  ['Y', 'ForwardX11Trusted'],
  ['f', 'ForkAfterAuthentication'],
  ['g', 'GatewayPorts'],
  ['i', 'IdentityFile'],
  ['l', 'User'],
  ['p', 'Port'],
  ['w', 'Tunnel'],
])
const plinkKeywords: ReadonlyMap<string, string> = new Map([
  ...[...keywords].filter(([letter]) => /[ACDLRXil]/.test(letter)),
  ['P', 'Port'],
  ['proxycmd', 'ProxyCommand'],
])

// Options without effect here, because Postern opens no shell or terminal and forwards no X11 or agent anyway.
const asPosternDoes: ReadonlySet<string> = new Set(['N', 'n', 'T', 'q', 'x', 'a', '2', 'ssh', 'batch', 'noagent'])

const otherReasons: ReadonlyMap<string, LeftOutReason> = new Map([
  ['W', 'other-forwarding'],
  ['nc', 'other-forwarding'],
  ['load', 'include'],
  ['pwfile', 'secret'],
])

const understandOption = (program: SshProgram, name: string, value: string | undefined): SshDirective | LeftOut | undefined => {
  const text = value === undefined ? `-${name}` : `-${name} ${value}`
  // SECURITY: the password is dropped here. Only the option's name is listed as left out.
  if (name === 'pw') return leftOut('-pw …', 'secret')
  if (program === 'plink' && name === 'm') return leftOut(text, 'runs-a-program')
  if (program !== 'plink' && name === 'o') return understandLongOption(value ?? '', text)
  const keyword = (program === 'plink' ? plinkKeywords : keywords).get(name)
  if (keyword !== undefined) return { keyword: keyword.toLowerCase(), values: [value ?? 'yes'], text }
  if (asPosternDoes.has(name)) return undefined
  return leftOut(text, otherReasons.get(name) ?? 'not-needed')
}

const understandLongOption = (value: string, text: string): SshDirective | LeftOut => {
  try {
    const directive = readDirective(value)
    if (directive !== undefined) return { ...directive, text }
  } catch {
    // The library throws plain errors of several kinds for an invalid line.
  }
  return leftOut(text, 'not-understood')
}
