import { isDeepStrictEqual } from 'node:util'
import type { Account } from '../../contract/account.ts'
import type { LocalForward } from '../../contract/local-forward.ts'
import type { MailServerFacts } from '../../contract/mail-tls.ts'

/** What a mail server told, and where it was asked. */
export interface LearntFacts extends Pick<LocalForward, 'service' | 'destinationHost' | 'destinationPort'> {
  readonly facts: MailServerFacts
}

type Destination = Pick<LocalForward, 'service' | 'destinationHost' | 'destinationPort'>

const isSameService = (one: Destination, other: Destination): boolean =>
  one.service === other.service &&
  one.destinationPort === other.destinationPort &&
  one.destinationHost.toLowerCase() === other.destinationHost.toLowerCase()

/** Behind another SSH server the same name is another machine. */
const isSameServer = (one: Account, other: Account): boolean =>
  one.host.toLowerCase() === other.host.toLowerCase() && one.port === other.port && one.jumpAccountId === other.jumpAccountId

/**
 * The account with the facts in the forwards that lead to the asked mail servers. `asked` is the account as it was when they were asked: where the
 * person has changed its server meanwhile, the facts are of other machines. Returns the same account if nothing is new.
 */
export const withFacts = (account: Account, asked: Account, learnt: readonly LearntFacts[]): Account => {
  if (!isSameServer(account, asked)) return account
  const forwards = account.forwards.map((forward) => {
    const facts = learnt.find((one) => isSameService(one, forward))?.facts
    return facts === undefined || isDeepStrictEqual(facts, forward.mailServer) ? forward : { ...forward, mailServer: facts }
  })
  return forwards.some((forward, index) => forward !== account.forwards[index]) ? { ...account, forwards } : account
}

/** The account without the facts of mail servers to which its forwards no longer lead. */
export const withoutStaleFacts = (before: Account, account: Account): Account => {
  const isStale = (forward: LocalForward): boolean => {
    const same = before.forwards.find(({ id }) => id === forward.id)
    return same !== undefined && (!isSameServer(before, account) || !isSameService(same, forward))
  }
  const forwards = account.forwards.map((forward) => {
    if (forward.mailServer === undefined || !isStale(forward)) return forward
    const { mailServer: _stale, ...rest } = forward
    return rest
  })
  return { ...account, forwards }
}
