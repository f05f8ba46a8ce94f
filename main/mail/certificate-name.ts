import type { Account } from '../../contract/account.ts'
import { isSameMachine, type LocalForward } from '../../contract/local-forward.ts'

/**
 * The name that the certificate of a forward's mail server must have. SSH has proved the machine that is the SSH server itself, and nobody's
 * certificate is for `localhost`, so the account's host counts there.
 */
export const certificateNameOf = (
  { host }: Pick<Account, 'host'>,
  { certificateName, destinationHost }: Pick<LocalForward, 'certificateName' | 'destinationHost'>,
): string => certificateName ?? (isSameMachine(destinationHost, host) ? host : destinationHost)
