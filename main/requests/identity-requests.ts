import type { IdentityService } from '../identities/identity-service.ts'
import type { RequestHandlers } from './request-handlers.ts'

/** Key pairs, as far as they are public. */
export const identityRequests = (
  identities: Pick<IdentityService, 'list' | 'inspect'>,
): Pick<RequestHandlers, 'listIdentities' | 'inspectIdentity'> => ({
  listIdentities: () => identities.list(),
  inspectIdentity: ({ reference }) => identities.inspect(reference),
})
