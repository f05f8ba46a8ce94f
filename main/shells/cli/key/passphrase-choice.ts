import type { PassphraseChoice } from '../../../../contract/identity.ts'
import type { Cli } from '../cli.ts'
import { newPassphrase } from '../ask/secret-source.ts'

/** The holder of the passphrase for a new key file: the keychain or the person. */
export const choosePassphrase = async (
  { t, prompts }: Cli,
  options: { readonly keychain: boolean; readonly fromDescriptor: (() => Promise<string>) | undefined },
): Promise<PassphraseChoice> =>
  options.keychain ? { kept: 'keychain' } : { kept: 'asked', passphrase: await newPassphrase(t, prompts, options.fromDescriptor) }
