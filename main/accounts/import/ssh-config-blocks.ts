import { matchesPattern } from '../../known-hosts/host-pattern.ts'
import { leftOut, type LeftOut } from './left-out.ts'
import { readDirective, type SshDirective } from './ssh-directive.ts'

/** What stands under one Host or Match line. */
export interface SshConfigBlock {
  /** Undefined for what stands above the first of them, which is for every host. */
  readonly head: SshDirective | undefined
  readonly directives: readonly SshDirective[]
  /** Lines that cannot be read. */
  readonly unreadable: readonly LeftOut[]
}

/** The blocks of an ssh_config(5) text, in order. A Host or Match line that cannot be read opens a block for no host. */
export const readBlocks = (text: string): readonly SshConfigBlock[] => {
  interface Growing extends SshConfigBlock {
    readonly directives: SshDirective[]
    readonly unreadable: LeftOut[]
  }
  let block: Growing = { head: undefined, directives: [], unreadable: [] }
  const blocks = [block]
  for (const line of text.split(/\r\n|\r|\n/)) {
    const opens = /^\s*(?:Host|Match)(?:[\s=]|$)/i.test(line)
    try {
      const directive = readDirective(line)
      if (directive === undefined) continue
      if (opens) blocks.push((block = { head: directive, directives: [], unreadable: [] }))
      else block.directives.push(directive)
    } catch {
      if (opens) blocks.push((block = { head: { keyword: 'host', values: [], text: line }, directives: [], unreadable: [] }))
      block.unreadable.push(leftOut(line, 'not-understood'))
    }
  }
  return blocks
}

// Longer than any alias; the time of a match grows with it.
const longestAlias = 255

/** Whether it names one server and no pattern of servers. */
export const isOneServer = (pattern: string): boolean => pattern.length <= longestAlias && !/[*?!]/.test(pattern)

/** Whether the patterns of a Host line mean that name: one must match, and none behind a `!` may. */
export const hostPatternsMean = (patterns: readonly string[], name: string): boolean =>
  patterns.some((pattern) => !pattern.startsWith('!') && matchesPattern(name, pattern)) &&
  !patterns.some((pattern) => pattern.startsWith('!') && matchesPattern(name, pattern.slice(1)))
