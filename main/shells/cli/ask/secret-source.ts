import { FailureError } from '../../../../contract/failure.ts'
import type { Prompts } from './prompts.ts'
import { readSecretFrom } from './secret-fd.ts'
import type { Translate } from '../../../../words/translate.ts'

/** Open file descriptors from which a script passes its secrets. */
export interface SecretDescriptors {
  readonly passphraseFd?: number
  readonly passwordFd?: number
}

/**
 * Returns a new passphrase: read from a descriptor, or typed twice until both are the same. An empty one is refused, since a private
 * key on disk is always encrypted. Rejects `secret-needed` without descriptor and terminal.
 */
export const newPassphrase = async (
  t: Translate,
  prompts: Prompts | undefined,
  fromDescriptor: (() => Promise<string>) | undefined,
): Promise<string> => {
  if (fromDescriptor !== undefined) return fromDescriptor()
  if (prompts === undefined) throw new FailureError({ code: 'secret-needed', reason: 'new-passphrase' })
  let question = t('cli.ask.newPassphrase')
  for (;;) {
    const passphrase = await prompts.secret(question)
    if (passphrase === '') question = t('cli.ask.passphraseEmpty')
    else if ((await prompts.secret(t('cli.ask.passphraseAgain'))) === passphrase) return passphrase
    else question = t('cli.ask.passphraseDiffers')
  }
}

/** Returns a reader of the secret in a descriptor. It reads once and keeps the secret, since a descriptor can be read once. */
export const descriptorReader = (fd: number | undefined, option: string): (() => Promise<string>) | undefined => {
  if (fd === undefined) return undefined
  let secret: Promise<string> | undefined
  return () => (secret ??= readSecretFrom(fd, option))
}
