import type { Account } from '../../contract/account.ts'
import { hostAndPort } from '../../words/forward-words.ts'
import { printable } from '../../words/printable.ts'

/** An account's server as a person knows it: the port only where it is not SSH's own. */
export const serverName = ({ host, port }: Pick<Account, 'host' | 'port'>): string =>
  port === 22 ? printable(host) : hostAndPort(printable(host), port)
