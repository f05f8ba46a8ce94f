import type { AccountService } from './account-service.ts'

/** The local ports of all accounts, so that a proposed port can be bound at the same time as any of them. */
export const takenPorts = async (accounts: Pick<AccountService, 'list'>): Promise<ReadonlySet<number>> =>
  new Set((await accounts.list()).flatMap(({ forwards }) => forwards.map(({ bindPort }) => bindPort)))
