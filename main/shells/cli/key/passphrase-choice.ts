import type { PassphraseChoice } from '../../../../contract/identity.ts'
import type { Cli } from '../cli.ts'
import { newPassphrase } from '../ask/secret-source.ts'

/** Who holds the passphrase of a key that is about to be written. */
export const choosePassphrase = async (
  { t, prompts }: Cli,
  options: { readonly keychain: boolean; readonly fromDescriptor: (() => Promise<string>) | undefined },
): Promise<PassphraseChoice> =>
  options.keychain ? { kept: 'keychain' } : { kept: 'asked', passphrase: await newPassphrase(t, prompts, options.fromDescriptor) }
