import type { Cli } from '../cli.ts'
import type { CompletionNames } from './completion.ts'

/** The names of accounts and keys, for Tab. A data folder that cannot be read gives none: Tab is no place for an error. */
export const completionNames = async ({ withCore }: Pick<Cli, 'withCore'>): Promise<CompletionNames> => {
  try {
    return await withCore({}, async (core) => ({
      accounts: (await core.accounts.list()).map(({ name }) => name),
      keys: (await core.identities.list()).map(({ name }) => name),
    }))
  } catch {
    return { accounts: [], keys: [] }
  }
}
