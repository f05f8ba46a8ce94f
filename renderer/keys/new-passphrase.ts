import type { z } from 'zod'
import type { PassphraseChoiceSchema } from '../../contract/identity.ts'

export type PassphraseChoice = z.infer<typeof PassphraseChoiceSchema>

/** The holder of the passphrase: the person, with the file's own passphrase (`same`) or a new one (`asked`), or the keychain alone. */
export type PassphraseKeeper = 'same' | 'asked' | 'keychain'

/** A new passphrase in the form. It is kept only in the component's state, and is emptied after use. */
export interface PassphraseEntry {
  readonly keeper: PassphraseKeeper
  readonly first: string
  readonly second: string
}

export const emptyPassphrase = (keeper: PassphraseKeeper): PassphraseEntry => ({ keeper, first: '', second: '' })

/** The problem of a new passphrase; a weak one is the person's own choice. */
export const passphraseProblem = ({ keeper, first, second }: PassphraseEntry): 'empty' | 'different' | undefined => {
  if (keeper !== 'asked') return undefined
  if (first === '') return 'empty'
  return first === second ? undefined : 'different'
}

/** The passphrase as main receives it; `current` is the file's present one. */
export const passphraseChoice = ({ keeper, first }: PassphraseEntry, current = ''): PassphraseChoice =>
  keeper === 'keychain' ? { kept: 'keychain' } : { kept: 'asked', passphrase: keeper === 'same' ? current : first }
