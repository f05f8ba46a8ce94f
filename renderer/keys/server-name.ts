import type { Account } from '../../contract/account.ts'
import { hostAndPort } from '../../words/forward-words.ts'
import { printable } from '../../words/printable.ts'

/** The name of an account's server for a person: with the port only if it is not 22. */
export const serverName = ({ host, port }: Pick<Account, 'host' | 'port'>): string =>
  port === 22 ? printable(host) : hostAndPort(printable(host), port)
