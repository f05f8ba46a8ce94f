import type { FoundMailService } from '../../../contract/found-mail-service.ts'
import { mailServicePorts } from '../../../contract/local-forward.ts'
import type { Onboarding } from '../../../contract/onboarding.ts'
import { isSameDestination, type MailRow } from './mail-rows.ts'

/** Whether the account logs in with a key whose line on the server lists the permitted destinations. */
export const hasRestrictedKey = ({ key, install }: Pick<Onboarding, 'key' | 'install'>): boolean =>
  install.restricted && (key.way === 'make' || key.way === 'existing')

/**
 * Whether the key's line on the server permits the destination: the seven mail ports of the server itself and of the mail host, and those
 * that the imported text names. sshd compares `permitopen` with the requested name, so 127.0.0.1 is not localhost.
 */
export const keyPermits = (
  { server, install, key }: Pick<Onboarding, 'server' | 'install' | 'key'>,
  row: Pick<MailRow, 'destinationHost' | 'destinationPort'>,
): boolean => {
  if (!hasRestrictedKey({ key, install }) || !install.proven) return true
  const hosts = ['localhost', server.mailHost.trim().toLowerCase()]
  const isMailPort = Object.values(mailServicePorts).some((port) => String(port) === row.destinationPort)
  return (
    (isMailPort && hosts.includes(row.destinationHost.toLowerCase())) ||
    (server.imported?.forwards ?? []).some((forward) => isSameDestination(row, forward))
  )
}

/** The destinations that the key may not open, of those that are wanted or were refused. */
export const destinationsBeyondKey = (
  onboarding: Pick<Onboarding, 'server' | 'install' | 'key' | 'mail'>,
  found: readonly FoundMailService[],
): readonly Pick<MailRow, 'destinationHost' | 'destinationPort'>[] => {
  const wanted = onboarding.mail.filter(({ isWanted }) => isWanted)
  const refused = found
    .filter(({ answer }) => !answer.ok && answer.failure.code === 'forwarding-prohibited')
    .map(({ destinationHost, destinationPort }) => ({ destinationHost, destinationPort: String(destinationPort) }))
  return [...wanted, ...refused.filter((service) => !wanted.some((row) => isSameDestination(row, service)))].filter(
    (row) => !keyPermits(onboarding, row),
  )
}
