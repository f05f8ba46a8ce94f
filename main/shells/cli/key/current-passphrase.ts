import { FailureError } from '../../../../contract/failure.ts'
import type { PassphraseAsker } from '../../../keys/unlock-key.ts'
import type { Cli } from '../cli.ts'
import { descriptorReader } from '../ask/secret-source.ts'

/** The present passphrase of a key: from `--passphrase-fd`, or typed until it fits. */
export const currentPassphrase = (
  { t, prompts, screen }: Cli,
  { passphraseFd }: { readonly passphraseFd?: number },
): PassphraseAsker => {
  const fromDescriptor = descriptorReader(passphraseFd, '--passphrase-fd')
  return async ({ name, wrong }) => {
    if (fromDescriptor !== undefined) {
      if (wrong) throw new FailureError({ code: 'passphrase-wrong', identity: name })
      return fromDescriptor()
    }
    if (prompts === undefined) return undefined
    if (wrong) screen.err(t('cli.ask.passphraseWrong'))
    const passphrase = await prompts.secret(t('cli.ask.passphrase', { identity: name }))
    return passphrase === '' ? undefined : passphrase
  }
}
