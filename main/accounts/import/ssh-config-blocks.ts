import { matchesPattern } from '../../known-hosts/host-pattern.ts'
import { leftOut, type LeftOut } from './left-out.ts'
import { readDirective, type SshDirective } from './ssh-directive.ts'

/** The lines below one Host or Match line. */
export interface SshConfigBlock {
  /** The Host or Match line; undefined for the lines above the first one, which apply to every host. */
  readonly head: SshDirective | undefined
  readonly directives: readonly SshDirective[]
  /** Lines that cannot be read. */
  readonly unreadable: readonly LeftOut[]
}

/** Returns the blocks of an ssh_config(5) text, in order. A Host or Match line that cannot be read opens a block for no host. */
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

// Longer than any alias. The time of a match grows with the length.
const longestAlias = 255

/** Whether a word of a Host line names one server and is not a pattern. */
export const isOneServer = (pattern: string): boolean => pattern.length <= longestAlias && !/[*?!]/.test(pattern)

/** Whether the patterns of a Host line match the name: at least one must match, and no pattern after a `!` may match. */
export const hostPatternsMean = (patterns: readonly string[], name: string): boolean =>
  patterns.some((pattern) => !pattern.startsWith('!') && matchesPattern(name, pattern)) &&
  !patterns.some((pattern) => pattern.startsWith('!') && matchesPattern(name, pattern.slice(1)))
