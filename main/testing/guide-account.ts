import { AccountSchema, type Account } from '../../contract/account.ts'
import { mailServicePorts, type LocalForward, type PresetService } from '../../contract/local-forward.ts'

/** Returns an account with these mail ports, on local ports from 11000. Its mail server is the SSH server unless `destinationHost` differs. `forward` holds for each of its forwards. */
export const guideAccount = (
  services: readonly PresetService[],
  {
    destinationHost = 'localhost',
    forward = {},
    ...fields
  }: Partial<Account> & { readonly destinationHost?: string; readonly forward?: Partial<LocalForward> } = {},
): Account =>
  AccountSchema.parse({
    id: '0e1f7a52-5d8e-4a3f-9b0a-111111111111',
    name: 'Work',
    host: 'mail.example.org',
    user: 'bob',
    mailAddress: 'bob@example.org',
    forwards: services.map((service) => ({
      id: service,
      service,
      destinationHost,
      bindPort: 11_000 + mailServicePorts[service],
      destinationPort: mailServicePorts[service],
      ...forward,
    })),
    ...fields,
  })
