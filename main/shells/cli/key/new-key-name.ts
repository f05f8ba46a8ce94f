import { FailureError } from '../../../../contract/failure.ts'
import { IdentityNameSchema } from '../../../../contract/identity.ts'
import type { Core } from '../../../core.ts'
import { invalidInput } from '../options.ts'

/** Refuses a name before a passphrase is asked for; the service would refuse it after. */
export const demandNewKeyName = async ({ identities }: Pick<Core, 'identities'>, name: string): Promise<void> => {
  if (!IdentityNameSchema.safeParse(name).success) throw invalidInput('name', name, 'key-name')
  const folded = name.toLowerCase()
  if ((await identities.list()).some((identity) => identity.name.toLowerCase() === folded))
    throw new FailureError({ code: 'identity-exists', identity: name })
}
