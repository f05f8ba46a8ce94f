import { leftOut, type LeftOut } from './left-out.ts'
import type { SshProgram } from './ssh-arguments.ts'

export interface FoundProgram {
  readonly program: SshProgram
  readonly args: readonly string[]
  /** The words before the program that Postern leaves out. */
  readonly leftOut: readonly LeftOut[]
}

const programs: ReadonlyMap<string, SshProgram> = new Map([
  ['ssh', 'ssh'],
  ['slogin', 'ssh'],
  ['autossh', 'autossh'],
  ['plink', 'plink'],
  ['putty', 'plink'],
])

// Wrappers that run the program after them and change nothing that matters here.
const wrappers: ReadonlySet<string> = new Set(['exec', 'command', 'nohup', 'setsid', 'time', 'start', 'env', 'sudo', '&'])

/** Finds the ssh, autossh or plink that a command runs, by whatever path, after assignments, wrappers or sshpass. */
export const findSshProgram = (words: readonly string[]): FoundProgram | undefined => {
  const left: LeftOut[] = []
  let at = 0
  for (; at < words.length; at++) {
    const word = words[at] ?? ''
    const program = programs.get(nameOf(word))
    if (program !== undefined) return { program, args: words.slice(at + 1), leftOut: left }
    if (nameOf(word) === 'sshpass') {
      left.push(leftOut('sshpass …', 'secret'))
      at += sshpassArguments(words.slice(at + 1))
    } else if (/^\w{1,100}=/.test(word)) left.push(leftOut(`${word.slice(0, word.indexOf('='))}=…`, reasonOf(word)))
    else if (!wrappers.has(word)) return undefined
  }
  return undefined
}

/** `/usr/bin/ssh`, `"C:\Program Files\PuTTY\plink.exe"` → ssh, plink. */
const nameOf = (word: string): string => (word.split(/[/\\]/).at(-1) ?? '').toLowerCase().replace(/\.exe$/, '')

const reasonOf = (assignment: string): LeftOut['reason'] =>
  /^\w*(?:pass|pw|secret|token)/i.test(assignment) ? 'secret' : 'not-needed'

/** The number of words that are sshpass's own arguments: `-p secret`, `-psecret`, `-e` (sshpass(1)). */
const sshpassArguments = (words: readonly string[]): number => {
  let count = 0
  while ((words[count] ?? '').startsWith('-')) count += /^-[pfdP]$/.test(words[count] ?? '') ? 2 : 1
  return count
}
