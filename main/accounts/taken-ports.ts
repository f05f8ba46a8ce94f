import type { AccountService } from './account-service.ts'

/** The local ports that accounts have already, so that a proposed one can be up together with all of them. */
export const takenPorts = async (accounts: Pick<AccountService, 'list'>): Promise<ReadonlySet<number>> =>
  new Set((await accounts.list()).flatMap(({ forwards }) => forwards.map(({ bindPort }) => bindPort)))
