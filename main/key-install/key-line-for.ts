import type { Account } from '../../contract/account.ts'
import type { Identity } from '../../contract/identity.ts'
import { mailServicePorts } from '../../contract/local-forward.ts'
import type { Destination } from '../ssh/connection.ts'
import { restrictedKeyLine } from './restricted-key-line.ts'

export interface KeyLineWish {
  /** The key may open the account's own destinations and the mail ports of `mailHosts`, and do nothing else. */
  readonly restricted: boolean
  /** Names of mail hosts, as the SSH server resolves them, for forwards that the account does not have yet. */
  readonly mailHosts: readonly string[]
}

/** Returns the destinations of the account's forwards, as its SSH server resolves them. */
export const destinationsOf = ({ forwards }: Pick<Account, 'forwards'>): readonly Destination[] =>
  forwards.map(({ destinationHost, destinationPort }) => ({ host: destinationHost, port: destinationPort }))

/**
 * Returns the line of authorized_keys that lets the account log in with this key. Throws `input-invalid` for a restricted line without a
 * destination. `serverSoftware` is the software in the server's identification, where known.
 */
export const keyLineFor = (
  { publicKeyLine }: Identity,
  account: Pick<Account, 'forwards'>,
  { restricted, mailHosts, serverSoftware }: KeyLineWish & { readonly serverSoftware?: string },
): string => {
  if (!restricted) return publicKeyLine
  const mailPorts = mailHosts.flatMap((host) => Object.values(mailServicePorts).map((port) => ({ host, port })))
  return restrictedKeyLine(publicKeyLine, [...destinationsOf(account), ...mailPorts], serverSoftware)
}
