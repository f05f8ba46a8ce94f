import type { LeftOutReason } from '../../../contract/imported-account.ts'
import { hostPatternsMean } from './ssh-config-blocks.ts'

/** What a Match line is asked about. */
export interface MatchFacts {
  /** As the person types it. */
  readonly name: string
  /** HostName so far, else the name. */
  readonly host: string
  readonly user: string | undefined
  readonly localUser: string | undefined
}

/**
 * Whether a Match line (ssh_config(5)) means that server; a reason where that cannot be told here.
 *
 * SECURITY: `exec` is never run. What stands under it is then no part of the account.
 */
export const matchLineMeans = (criteria: readonly string[], facts: MatchFacts): boolean | LeftOutReason => {
  let untold: LeftOutReason | undefined
  for (let at = 0; at < criteria.length;) {
    const [criterion = '', argument] = criteria.slice(at, at + 2)
    const negated = criterion.startsWith('!')
    const word = criterion.replace(/^!/, '').toLowerCase()
    if (word === 'all') {
      at += 1
      continue
    }
    const isMet = argument === undefined ? undefined : meets(word, argument, facts)
    // As in ssh, what follows a criterion that is not met does not count.
    if (isMet === negated) return false
    if (isMet === undefined) untold ??= word === 'exec' ? 'runs-a-program' : 'not-understood'
    at += word === 'canonical' || word === 'final' ? 1 : 2
  }
  return untold ?? criteria.length > 0
}

/** Undefined where it cannot be told. */
const meets = (word: string, argument: string, { name, host, user, localUser }: MatchFacts): boolean | undefined => {
  const asked = new Map([
    ['host', host],
    ['originalhost', name],
    ['user', user ?? localUser],
    ['localuser', localUser],
  ]).get(word)
  return asked === undefined ? undefined : hostPatternsMean(argument.split(','), asked)
}
