import { DestinationHostSchema } from '../../contract/local-forward.ts'
import type { Onboarding } from '../../contract/onboarding.ts'

/** The hosts with the person's mail ports, by their names on the SSH server: the server itself, and a mail server on another machine. */
export const mailHostsOf = ({ server }: Pick<Onboarding, 'server'>): string[] => {
  const mailHost = server.mailHost.trim()
  const isAnother = mailHost !== '' && mailHost.toLowerCase() !== 'localhost' && DestinationHostSchema.safeParse(mailHost).success
  return isAnother ? ['localhost', mailHost] : ['localhost']
}
