import { isDeepStrictEqual } from 'node:util'
import type { Account } from '../../contract/account.ts'

/**
 * Without what a tunnel does not use: the names that a person reads, what the guides tell a mail app, the forwards that are off, and when
 * Postern brings it up; and without the linger, which a tunnel reads anew.
 */
const usedByTunnel = (account: Account): object => ({
  ...account,
  name: '',
  connect: account.connect === 'on-first-use',
  lingerSeconds: undefined,
  mailAddress: undefined,
  mailUser: undefined,
  forwards: account.forwards.filter(({ enabled }) => enabled).map((forward) => ({ ...forward, label: '' })),
})

/** Whether a tunnel of `before` does all that one of `after` would, so that it need not be brought down. */
export const sameForTunnel = (before: Account, after: Account): boolean =>
  isDeepStrictEqual(usedByTunnel(before), usedByTunnel(after))
