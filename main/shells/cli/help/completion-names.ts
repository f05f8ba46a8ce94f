import type { Cli } from '../cli.ts'
import type { CompletionNames } from './completion.ts'

/** The names of accounts and keys, for Tab. Returns no names if the data folder cannot be read, because Tab cannot show an error. */
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
