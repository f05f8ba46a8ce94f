import type { ImportedAccount } from '../../../contract/imported-account.ts'
import { expandTokens } from './expand-path.ts'
import type { ImportContext } from './import-context.ts'
import { leftOut, type LeftOut } from './left-out.ts'
import { makeImportedAccount } from './make-imported-account.ts'
import { matchLineMeans } from './match-line.ts'
import { hostPatternsMean, isOneServer, readBlocks, type SshConfigBlock } from './ssh-config-blocks.ts'
import type { SshDirective } from './ssh-directive.ts'
import { understandDirectives } from './understand-directives.ts'

// More than a person's file has. Each account costs a pass over all blocks.
const mostAccounts = 100

/**
 * Returns the accounts of an ssh_config(5) text: one for each server that a Host line names, with the settings that ssh would use for it,
 * also those of `Host *` and of matching patterns. A text without a Host line is one account if it has a HostName. Empty if no server is
 * named.
 */
export const readSshConfig = (text: string, context: ImportContext): readonly ImportedAccount[] => {
  const blocks = readBlocks(text)
  const heads = blocks.flatMap(({ head }) => (head?.keyword === 'host' ? [head.values] : []))
  const names = new Set(heads.flat().filter(isOneServer))
  if (heads.length === 0) return readBare(blocks, context)
  return [...names].slice(0, mostAccounts).map((name) => {
    const { directives, left } = directivesFor(name, blocks, context)
    const patterns = heads.filter((values) => values.includes(name)).flatMap((values) => values.filter((one) => !isOneServer(one)))
    const understood = understandDirectives(directives, name, context)
    return makeImportedAccount({
      ...understood,
      source: 'ssh-config',
      names: [name, understood.host?.value ?? ''],
      leftOut: [...understood.leftOut, ...left, ...patterns.map((pattern) => leftOut(pattern, 'pattern'))],
    })
  })
}

const readBare = (blocks: readonly SshConfigBlock[], context: ImportContext): readonly ImportedAccount[] => {
  const directives = blocks.filter(({ head }) => head === undefined).flatMap((block) => block.directives)
  const understood = understandDirectives(directives, undefined, context)
  if (understood.host === undefined) return []
  const left = [...understood.leftOut, ...blocks.flatMap(({ unreadable }) => unreadable)]
  return [makeImportedAccount({ ...understood, source: 'ssh-config', names: [understood.host.value], leftOut: left })]
}

/** The directives that ssh would use for the name, in their order. */
const directivesFor = (
  name: string,
  blocks: readonly SshConfigBlock[],
  { userName: localUser }: ImportContext,
): { readonly directives: readonly SshDirective[]; readonly left: readonly LeftOut[] } => {
  const directives: SshDirective[] = []
  const left: LeftOut[] = []
  const first = new Map<string, string | undefined>()
  const means = ({ head }: SshConfigBlock) => {
    if (head === undefined) return true
    if (head.keyword === 'host') return hostPatternsMean(head.values, name)
    return matchLineMeans(head.values, {
      name,
      host: expandTokens(first.get('hostname') ?? name, { h: name }) ?? name,
      user: first.get('user'),
      localUser,
    })
  }
  for (const block of blocks) {
    const answer = means(block)
    if (typeof answer === 'string') left.push(leftOut(block.head?.text ?? '', answer))
    else if (answer) {
      for (const directive of block.directives) {
        directives.push(directive)
        if (!first.has(directive.keyword)) first.set(directive.keyword, directive.values[0])
      }
      left.push(...block.unreadable)
    }
  }
  return { directives, left }
}
