import { DestinationHostSchema } from '../../contract/local-forward.ts'
import type { Onboarding } from '../../contract/onboarding.ts'

/** The hosts whose mail ports the person may want, as the SSH server names them: the server itself, and the mail server where that is another machine. */
export const mailHostsOf = ({ server }: Pick<Onboarding, 'server'>): string[] => {
  const mailHost = server.mailHost.trim()
  const isAnother = mailHost !== '' && mailHost.toLowerCase() !== 'localhost' && DestinationHostSchema.safeParse(mailHost).success
  return isAnother ? ['localhost', mailHost] : ['localhost']
}
