import type { ImportedForward } from '../../../contract/imported-account.ts'
import { expandHome, expandTokens, type Tokens } from './expand-path.ts'
import { importForward } from './import-forward.ts'
import type { ImportContext } from './import-context.ts'
import { leftOut, type LeftOut } from './left-out.ts'
import type { ReadAccount, Written } from './make-imported-account.ts'
import type { SshDirective } from './ssh-directive.ts'
import { reasonToLeaveOut } from './ssh-keywords.ts'

/** The fields of an account that the directives of one host set. */
export type Understood = Omit<ReadAccount, 'source' | 'names' | 'mailUser'>

const isOn = (value: string): boolean => /^(?:yes|true)$/i.test(value)

/**
 * Translates ssh's directives for the server `name` into the fields of an account. As in ssh, the first value wins, and forwards add up.
 * Other directives are left out with their reasons.
 */
export const understandDirectives = (
  directives: readonly SshDirective[],
  name: string | undefined,
  context: ImportContext,
): Understood => {
  const first = new Map<string, Written>()
  const forwards: ImportedForward[] = []
  const left: LeftOut[] = []
  for (const directive of directives) {
    const { keyword, values, text } = directive
    const [value] = values
    if (value === undefined) left.push(leftOut(text, 'not-understood'))
    else if (keyword === 'localforward') {
      const forward = importForward(wayOf(value))
      if (typeof forward === 'string') left.push(leftOut(text, forward))
      else forwards.push(forward)
    } else if (!ownKeywords.has(keyword)) left.push(leftOut(text, reasonToLeaveOut(directive)))
    else if (!first.has(keyword)) first.set(keyword, { value, text })
    // ssh tries every key file; Postern uses only the first.
    else if (keyword === 'identityfile' && first.get(keyword)?.value !== value) left.push(leftOut(text, 'not-needed'))
  }
  const user = first.get('user')
  const hostName = first.get('hostname')
  const host = hostName === undefined ? writtenName(name) : expanded(hostName, { h: name })
  const { homeFolder, userName } = context
  const tokens: Tokens = {
    d: homeFolder,
    u: userName,
    n: name,
    h: host?.value,
    r: user?.value,
    p: first.get('port')?.value ?? '22',
  }
  const identityFile = first.get('identityfile')
  return {
    host,
    port: first.get('port'),
    user,
    compression: switchOf(first.get('compression')),
    // ssh in the background (-f) is ready when a mail client connects; a connection on first use does the same for it (recipe R5).
    connect: switchOf(first.get('forkafterauthentication')) === true ? 'on-first-use' : undefined,
    identityFile: identityFile === undefined || identityFile.value === 'none' ? undefined : fileOf(identityFile, tokens, context),
    forwards,
    leftOut: left,
  }
}

const ownKeywords: ReadonlySet<string> = new Set([
  'hostname',
  'port',
  'user',
  'compression',
  'identityfile',
  'forkafterauthentication',
])

/** Joins `11110 popserver:110` of a file as on the command line, `11110:popserver:110`. */
const wayOf = (value: string): string => value.trim().replace(/\s+/, ':')

const switchOf = (written: Written | undefined): boolean | undefined => (written === undefined ? undefined : isOn(written.value))

const writtenName = (name: string | undefined): Written | undefined =>
  name === undefined ? undefined : { value: name, text: name }

// An unknown token makes the value empty, and the schema then refuses it.
const expanded = ({ value, text }: Written, tokens: Tokens): Written => ({ value: expandTokens(value, tokens) ?? '', text })

const fileOf = (written: Written, tokens: Tokens, context: ImportContext): Written => {
  const { value, text } = expanded(written, tokens)
  return { value: expandHome(value, context), text }
}
