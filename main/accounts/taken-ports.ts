import type { AccountService } from './account-service.ts'

/** The local ports of all accounts. A port that is proposed is none of them, so that all accounts can be connected at once. */
export const takenPorts = async (accounts: Pick<AccountService, 'list'>): Promise<ReadonlySet<number>> =>
  new Set((await accounts.list()).flatMap(({ forwards }) => forwards.map(({ bindPort }) => bindPort)))
