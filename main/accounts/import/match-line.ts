import type { LeftOutReason } from '../../../contract/imported-account.ts'
import { hostPatternsMean } from './ssh-config-blocks.ts'

/** The facts that the criteria of a Match line are compared with. */
export interface MatchFacts {
  /** The host name as the person types it after `ssh`. */
  readonly name: string
  /** The HostName of the directives so far, or else `name`. */
  readonly host: string
  readonly user: string | undefined
  readonly localUser: string | undefined
}

/**
 * Whether a Match line (ssh_config(5)) matches the server. Returns the reason if Postern cannot decide it.
 *
 * SECURITY: `exec` is never run, so the directives below it are left out of the account.
 */
export const matchLineMeans = (criteria: readonly string[], facts: MatchFacts): boolean | LeftOutReason => {
  let undecided: LeftOutReason | undefined
  for (let at = 0; at < criteria.length;) {
    const [criterion = '', argument] = criteria.slice(at, at + 2)
    const negated = criterion.startsWith('!')
    const word = criterion.replace(/^!/, '').toLowerCase()
    if (word === 'all') {
      at += 1
      continue
    }
    const isMet = argument === undefined ? undefined : meets(word, argument, facts)
    // As in ssh, the criteria after one that is not met do not count.
    if (isMet === negated) return false
    if (isMet === undefined) undecided ??= word === 'exec' ? 'runs-a-program' : 'not-understood'
    at += word === 'canonical' || word === 'final' ? 1 : 2
  }
  return undecided ?? criteria.length > 0
}

/** Whether a criterion is met; undefined if Postern cannot decide it. */
const meets = (word: string, argument: string, { name, host, user, localUser }: MatchFacts): boolean | undefined => {
  const asked = new Map([
    ['host', host],
    ['originalhost', name],
    ['user', user ?? localUser],
    ['localuser', localUser],
  ]).get(word)
  return asked === undefined ? undefined : hostPatternsMean(argument.split(','), asked)
}
